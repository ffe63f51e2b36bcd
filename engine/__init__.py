"""Safelight's engine: compress, reconstruct and denoise pictures. No Qt anywhere below here.

The public names load when they are first used, so that ``import engine`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.7.0"

if TYPE_CHECKING:
    from engine.errors import SafelightError as SafelightError
    from engine.image.metrics import ms_ssim as ms_ssim
    from engine.image.metrics import psnr as psnr
    from engine.image.picture import Metadata as Metadata
    from engine.image.picture import Picture as Picture
    from engine.image.reader import READABLE_SUFFIXES as READABLE_SUFFIXES
    from engine.image.reader import PictureInfo as PictureInfo
    from engine.image.reader import probe as probe
    from engine.image.reader import read_picture as read_picture
    from engine.image.small import read_small as read_small
    from engine.image.writer import WRITABLE_FORMATS as WRITABLE_FORMATS
    from engine.image.writer import write_picture as write_picture
    from engine.pipeline.autoencoders.model import Autoencoder as Autoencoder
    from engine.pipeline.autoencoders.model import Unlike as Unlike
    from engine.pipeline.autoencoders.model import load_autoencoder as load_autoencoder
    from engine.pipeline.autoencoders.picture_folders import FolderPicture as FolderPicture
    from engine.pipeline.autoencoders.survey import Survey as Survey
    from engine.pipeline.autoencoders.survey import read_for as read_for
    from engine.pipeline.autoencoders.survey import survey_folder as survey_folder
    from engine.pipeline.autoencoders.uses import LabelsTold as LabelsTold
    from engine.pipeline.autoencoders.uses import Maps as Maps
    from engine.pipeline.autoencoders.uses import map_survey as map_survey
    from engine.pipeline.autoencoders.uses import roc_auc as roc_auc
    from engine.pipeline.autoencoders.uses import tell_labels as tell_labels
    from engine.pipeline.compress import compress as compress
    from engine.pipeline.denoise import denoise as denoise
    from engine.pipeline.inspection import LatentInfo as LatentInfo
    from engine.pipeline.inspection import inspect as inspect
    from engine.pipeline.noise_level import NoiseEstimate as NoiseEstimate
    from engine.pipeline.noise_level import estimate_noise as estimate_noise
    from engine.pipeline.noise_level import estimate_strength as estimate_strength
    from engine.pipeline.options import CompressOptions as CompressOptions
    from engine.pipeline.options import DenoiseOptions as DenoiseOptions
    from engine.pipeline.options import ReconstructOptions as ReconstructOptions
    from engine.pipeline.parts import OnPart as OnPart
    from engine.pipeline.parts import Part as Part
    from engine.pipeline.parts import Region as Region
    from engine.pipeline.preview import CompressPreview as CompressPreview
    from engine.pipeline.preview import CurvePoint as CurvePoint
    from engine.pipeline.preview import Developed as Developed
    from engine.pipeline.reconstruct import read_metadata as read_metadata
    from engine.pipeline.reconstruct import reconstruct as reconstruct
    from engine.pipeline.reconstruct import reconstruct_region as reconstruct_region
    from engine.pipeline.reconstruct import thumbnail as thumbnail
    from engine.pipeline.recover import Recovery as Recovery
    from engine.pipeline.recover import recover as recover
    from engine.progress import Progress as Progress
    from engine.runtime.catalog import ModelCard as ModelCard
    from engine.runtime.catalog import codecs as codecs
    from engine.runtime.catalog import model_problems as model_problems
    from engine.runtime.catalog import models as models
    from engine.runtime.provider import ProviderReport as ProviderReport
    from engine.runtime.provider import provider_report as provider_report

_HOMES = {
    "engine.errors": ("SafelightError",),
    "engine.image.metrics": ("ms_ssim", "psnr"),
    "engine.image.picture": ("Metadata", "Picture"),
    "engine.image.reader": ("READABLE_SUFFIXES", "PictureInfo", "probe", "read_picture"),
    "engine.image.small": ("read_small",),
    "engine.image.writer": ("WRITABLE_FORMATS", "write_picture"),
    "engine.pipeline.autoencoders.model": ("Autoencoder", "Unlike", "load_autoencoder"),
    "engine.pipeline.autoencoders.uses": ("LabelsTold", "Maps", "map_survey", "roc_auc", "tell_labels"),
    "engine.pipeline.compress": ("compress",),
    "engine.pipeline.denoise": ("denoise",),
    "engine.pipeline.noise_level": ("NoiseEstimate", "estimate_noise", "estimate_strength"),
    "engine.pipeline.options": ("CompressOptions", "DenoiseOptions", "ReconstructOptions"),
    "engine.pipeline.parts": ("OnPart", "Part", "Region"),
    "engine.pipeline.preview": ("CompressPreview", "CurvePoint", "Developed"),
    "engine.pipeline.inspection": ("LatentInfo", "inspect"),
    "engine.pipeline.reconstruct": ("read_metadata", "reconstruct", "reconstruct_region", "thumbnail"),
    "engine.pipeline.recover": ("Recovery", "recover"),
    "engine.pipeline.autoencoders.picture_folders": ("FolderPicture",),
    "engine.pipeline.autoencoders.survey": ("Survey", "read_for", "survey_folder"),
    "engine.progress": ("Progress",),
    "engine.runtime.catalog": ("ModelCard", "codecs", "model_problems", "models"),
    "engine.runtime.provider": ("ProviderReport", "provider_report"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = ["__version__", *sorted(_HOME_OF)]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
