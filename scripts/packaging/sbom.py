"""The bill of materials of a bundle, CycloneDX 1.6. Run: ``python scripts/packaging/sbom.py BUNDLE_DIR OUT.cdx.json``.

The same bundle gives the same bytes: nothing is random, and the time is that of ``SOURCE_DATE_EPOCH`` where it is set.
"""

from __future__ import annotations

import os
import re
import sys
import uuid
from datetime import UTC, datetime
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from bundle import Bundle, key, read_bundle
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.model.tool import ToolRepository
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from part import Part
from parts import publishable
from sums import digest

_TYPES = {
    "app": ComponentType.APPLICATION,
    "model": ComponentType.MACHINE_LEARNING_MODEL,
    "python": ComponentType.PLATFORM,
    "package": ComponentType.LIBRARY,
    "library": ComponentType.LIBRARY,
    "loader": ComponentType.APPLICATION,
}


def bill(bundle: Bundle, parts: list[Part]) -> Bom:
    """The parts as CycloneDX has them; libraries depend from the packages that brought them."""
    components = [_component(part, bundle) for part in parts]
    app = components[0]
    bom = Bom(components=components[1:], metadata=BomMetaData(component=app, timestamp=_time(), tools=_tools()))
    by_name = {key(part.name): component for part, component in zip(parts, components, strict=True) if _holds(part)}
    bom.register_dependency(app, components[1:])
    for part, component in zip(parts, components, strict=True):
        brought = by_name.get(key(part.brought_by))
        if brought:
            bom.register_dependency(brought, [component])
        if part.kind == "package":
            needed = [by_name[name] for name in sorted(_asked_for(part.name)) if name in by_name]
            bom.register_dependency(component, needed)
    return bom


def _holds(part: Part) -> bool:
    return part.kind in ("python", "package")


def _asked_for(package: str) -> set[str]:
    lines = [line for line in metadata.distribution(package).requires or () if "extra ==" not in line]
    return {key(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]) for line in lines}


def _component(part: Part, bundle: Bundle) -> Component:
    listed = part.files if part.kind in ("library", "model") else ()
    site = [ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(part.site))] if part.site else []
    facts = {"brought-by": part.brought_by, "sha256-of-files": _combined(part, bundle) if not listed else ""}
    whole = part.digest or (digest(bundle.files[listed[0]]) if len(listed) == 1 else "")
    return Component(
        name=part.name,
        version=part.version or None,
        type=_TYPES[part.kind],
        bom_ref=_reference(part),
        licenses=[_licence(part.licence)],
        purl=PackageURL.from_string(part.purl) if part.purl else None,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=whole)] if whole else [],
        external_references=site,
        components=[_file(name, part, bundle) for name in listed],
        properties=[Property(name=f"safelight:{name}", value=value) for name, value in facts.items() if value],
    )


def _reference(part: Part) -> str:
    """A name within the document that a rebuilt one has too."""
    more = part.purl or part.brought_by or (part.files[0] if part.kind == "library" and part.files else "")
    return "/".join(piece for piece in (part.kind, part.name, more) if piece)


def _file(name: str, part: Part, bundle: Bundle) -> Component:
    told = HashType(alg=HashAlgorithm.SHA_256, content=digest(bundle.files[name]))
    return Component(name=name, type=ComponentType.FILE, bom_ref=f"{_reference(part)}#{name}", hashes=[told])


def _combined(part: Part, bundle: Bundle) -> str:
    """SHA-256 over the lines ``path sha256`` of a package's files: tells whether two bundles hold the same."""
    lines = [f"{name} {digest(bundle.files[name])}\n" for name in part.files]
    return sha256("".join(lines).encode()).hexdigest() if lines else ""


def _licence(expression: str) -> DisjunctiveLicense | LicenseExpression:
    if re.fullmatch(r"(?!LicenseRef-)[\w.+-]+", expression):
        return DisjunctiveLicense(id=expression)
    return LicenseExpression(expression)


def _time() -> datetime:
    told = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(told), UTC) if told else datetime.now(UTC).replace(microsecond=0)


def _tools() -> ToolRepository:
    version = metadata.version("cyclonedx-python-lib")
    return ToolRepository(
        components=[Component(name="cyclonedx-python-lib", version=version, type=ComponentType.LIBRARY, bom_ref="tool")]
    )


def as_json(bom: Bom) -> str:
    """The document, with a serial number that follows from what it says.

    Raises:
        SystemExit: if it breaks the schema of CycloneDX 1.6.
    """
    bom.serial_number = uuid.UUID(int=0)
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, JsonV1Dot6(bom).output_as_string())
    text = JsonV1Dot6(bom).output_as_string(indent=1) + "\n"
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong:
        raise SystemExit(f"the bill of materials breaks its schema: {wrong}")
    return text


def write_bill(bundle: Bundle, target: Path) -> None:
    """Write the document.

    Raises:
        SystemExit: if something in the bundle must not be published.
    """
    parts = publishable(bundle)
    unfinished = target.with_name(f".{target.name}.part")
    unfinished.write_text(as_json(bill(bundle, parts)), encoding="utf-8", newline="\n")
    unfinished.replace(target)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: sbom.py BUNDLE_DIR OUT.cdx.json")
    write_bill(read_bundle(Path(sys.argv[1])), Path(sys.argv[2]))
