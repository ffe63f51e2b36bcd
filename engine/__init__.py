"""Safelight's engine: compress, reconstruct and denoise pictures. No Qt anywhere below here.

The public names load when they are first used, so that ``import engine`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.8.0"

if TYPE_CHECKING:
    from engine.autoencoders.evaluation import Maps as Maps
    from engine.autoencoders.evaluation import ProbeResult as ProbeResult
    from engine.autoencoders.evaluation import linear_probe as linear_probe
    from engine.autoencoders.evaluation import map_survey as map_survey
    from engine.autoencoders.measures import roc_auc as roc_auc
    from engine.autoencoders.model import AnomalyMap as AnomalyMap
    from engine.autoencoders.model import Autoencoder as Autoencoder
    from engine.autoencoders.model import load_autoencoder as load_autoencoder
    from engine.autoencoders.picture_folders import FolderPicture as FolderPicture
    from engine.autoencoders.survey import Survey as Survey
    from engine.autoencoders.survey import read_for as read_for
    from engine.autoencoders.survey import survey_folder as survey_folder
    from engine.container.layout import LATENT_SUFFIX as LATENT_SUFFIX
    from engine.errors import SafelightError as SafelightError
    from engine.geometry import Rect as Rect
    from engine.image.files import write_atomically as write_atomically
    from engine.image.metrics import ms_ssim as ms_ssim
    from engine.image.metrics import psnr as psnr
    from engine.image.picture import Metadata as Metadata
    from engine.image.picture import Picture as Picture
    from engine.image.picture import Pixels as Pixels
    from engine.image.picture import Samples as Samples
    from engine.image.picture import eight_bits as eight_bits
    from engine.image.reader import READABLE_SUFFIXES as READABLE_SUFFIXES
    from engine.image.reader import PictureInfo as PictureInfo
    from engine.image.reader import probe as probe
    from engine.image.reader import read_picture as read_picture
    from engine.image.small import read_small as read_small
    from engine.image.writer import WRITABLE_FORMATS as WRITABLE_FORMATS
    from engine.image.writer import format_of as format_of
    from engine.image.writer import lost_in as lost_in
    from engine.image.writer import write_picture as write_picture
    from engine.models.catalog import ModelCard as ModelCard
    from engine.models.catalog import codecs as codecs
    from engine.models.catalog import installed_models as installed_models
    from engine.models.catalog import model_problems as model_problems
    from engine.pipeline.compress import compress as compress
    from engine.pipeline.denoise import denoise as denoise
    from engine.pipeline.inspection import LatentInfo as LatentInfo
    from engine.pipeline.inspection import inspect as inspect
    from engine.pipeline.memory import release_memory as release_memory
    from engine.pipeline.noise_level import NoiseEstimate as NoiseEstimate
    from engine.pipeline.noise_level import estimate_noise as estimate_noise
    from engine.pipeline.noise_level import estimate_strength as estimate_strength
    from engine.pipeline.options import CompressOptions as CompressOptions
    from engine.pipeline.options import DenoiseOptions as DenoiseOptions
    from engine.pipeline.options import ReconstructOptions as ReconstructOptions
    from engine.pipeline.picture_tiles import OnTile as OnTile
    from engine.pipeline.picture_tiles import PictureTile as PictureTile
    from engine.pipeline.preview import CompressPreview as CompressPreview
    from engine.pipeline.preview import CurvePoint as CurvePoint
    from engine.pipeline.preview import PreviewResult as PreviewResult
    from engine.pipeline.reconstruct import read_metadata as read_metadata
    from engine.pipeline.reconstruct import reconstruct as reconstruct
    from engine.pipeline.reconstruct import reconstruct_region as reconstruct_region
    from engine.pipeline.reconstruct import thumbnail as thumbnail
    from engine.pipeline.recover import Recovery as Recovery
    from engine.pipeline.recover import recover as recover
    from engine.progress import Progress as Progress
    from engine.runtime.provider import ProviderReport as ProviderReport
    from engine.runtime.provider import provider_report as provider_report

_HOMES = {
    "engine.container.layout": ("LATENT_SUFFIX",),
    "engine.errors": ("SafelightError",),
    "engine.geometry": ("Rect",),
    "engine.image.metrics": ("ms_ssim", "psnr"),
    "engine.image.files": ("write_atomically",),
    "engine.image.picture": ("Metadata", "Picture", "Pixels", "Samples", "eight_bits"),
    "engine.image.reader": ("READABLE_SUFFIXES", "PictureInfo", "probe", "read_picture"),
    "engine.image.small": ("read_small",),
    "engine.image.writer": ("WRITABLE_FORMATS", "format_of", "lost_in", "write_picture"),
    "engine.autoencoders.model": ("Autoencoder", "AnomalyMap", "load_autoencoder"),
    "engine.autoencoders.evaluation": ("Maps", "ProbeResult", "linear_probe", "map_survey"),
    "engine.autoencoders.measures": ("roc_auc",),
    "engine.pipeline.compress": ("compress",),
    "engine.pipeline.denoise": ("denoise",),
    "engine.pipeline.memory": ("release_memory",),
    "engine.pipeline.noise_level": ("NoiseEstimate", "estimate_noise", "estimate_strength"),
    "engine.pipeline.options": ("CompressOptions", "DenoiseOptions", "ReconstructOptions"),
    "engine.pipeline.picture_tiles": ("OnTile", "PictureTile"),
    "engine.pipeline.preview": ("CompressPreview", "CurvePoint", "PreviewResult"),
    "engine.pipeline.inspection": ("LatentInfo", "inspect"),
    "engine.pipeline.reconstruct": ("read_metadata", "reconstruct", "reconstruct_region", "thumbnail"),
    "engine.pipeline.recover": ("Recovery", "recover"),
    "engine.autoencoders.picture_folders": ("FolderPicture",),
    "engine.autoencoders.survey": ("Survey", "read_for", "survey_folder"),
    "engine.progress": ("Progress",),
    "engine.models.catalog": ("ModelCard", "codecs", "installed_models", "model_problems"),
    "engine.runtime.provider": ("ProviderReport", "provider_report"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

if not TYPE_CHECKING:  # type checkers take the imports above, and report names that are not among them
    __all__ = ["__version__", *sorted(_HOME_OF)]

    def __getattr__(name: str) -> object:
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return __all__
