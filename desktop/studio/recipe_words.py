"""Titles and descriptions of the recipes that come with the program, to be translated.

They stand in the first line of each recipe's file; a test looks for recipes that are missing here.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

RECIPE_WORDS = (
    QT_TRANSLATE_NOOP("Recipes", "Adversarial"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "A discriminator makes the codes as a whole look like draws from N(0, 1) (Makhzani et al. 2016).",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Anomaly"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "A deep member with a small code, which brings back only what it knows; see `train --without`.",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Basic"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "One hidden layer, the code itself. What PCA would be, but for the ReLU (Bourlard & Kamp 1988).",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Codec"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Safelight's own codec, trained on with your pictures: fewer bits for pages, maps or slides like them.",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Contractive"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Codes that hardly move when the picture does (Rifai et al. 2011).",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Convolutional"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "The same filters everywhere in the picture (Masci et al. 2011); a code as small as the deep member's.",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Deep"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Several layers on either side of the code (Hinton & Salakhutdinov 2006).",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Denoising"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "The encoder sees noise, the loss compares with the clean picture (Vincent et al. 2010).",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Features"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Undoes turns and moves that it cannot know of; what stays in the code serves a classifier with few labels.",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Sparse, KL"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "Every unit of the code should be active as seldom as rho says (Ng 2011).",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Sparse, L1"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "More units than needed, and each use of one costs; most codes are exactly 0 (Ng 2011).",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Stacked"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "The deep member, each layer trained by itself before they are trained together (Bengio et al. 2007).",
    ),
    QT_TRANSLATE_NOOP("Recipes", "Variational"),
    QT_TRANSLATE_NOOP(
        "Recipes",
        "The code is a Gaussian near N(0, 1), so that pictures can be drawn from the prior (Kingma & Welling 2014).",
    ),
)
