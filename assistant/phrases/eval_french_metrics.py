"""What the metrics are called in French and how they are defined, by name; their own words are English."""

from collections.abc import Mapping

_PLACES = (
    "Les passages, dans l'ordre de la recherche, deviennent des endroits : une page chacun, ou un document entier sans "
    "pages, chacun une fois."
)
_INDEX = "Les passages sont lus dans l'index, et une citation dont les mots ne sont pas sur sa page n'appuie rien."
_JUDGE = "Le juge est la vérification du programme lui-même : un essai de ce programme se note lui-même."
_PAIRS = (
    "Chaque question est mise en paire avec toute autre de l'essai qui la reformule ; sa valeur est la moyenne de ses "
    "paires. Non mesuré pour une question que rien ne reformule."
)
_RIGHT = "Comptent les questions répondues dont on sait si la réponse est juste, voir « Réponses justes »."

FRENCH_METRICS: Mapping[str, tuple[str, str]] = {
    "recall_at_1": ("Rappel à 1", f"Part des endroits attendus de la question parmi le premier trouvé. {_PLACES}"),
    "recall_at_5": ("Rappel à 5", f"Part des endroits attendus de la question parmi les 5 premiers trouvés. {_PLACES}"),
    "recall_at_10": (
        "Rappel à 10",
        f"Part des endroits attendus de la question parmi les 10 premiers trouvés. {_PLACES}",
    ),
    "ndcg_at_10": (
        "nDCG à 10",
        "Gain des dix premiers endroits, chaque endroit attendu divisé par log2(rang + 1), comme part de celui du "
        f"meilleur ordre. {_PLACES}",
    ),
    "mrr_at_10": (
        "Rang réciproque moyen",
        f"Un divisé par le rang du premier endroit attendu, 0 s'il n'est pas parmi les dix premiers. {_PLACES}",
    ),
    "page_recall": (
        "Rappel des pages",
        "Part des points clés dont au moins un endroit attendu est dans les 5 premiers passages trouvés : à la "
        "différence du rappel, un endroit suffit parmi plusieurs qui disent la même chose.",
    ),
    "key_point_recall": (
        "Rappel des points clés",
        "Part des points clés indispensables que la réponse dit, pour les questions auxquelles il faut répondre ; un "
        "refus n'en dit aucun. Un point est dit si l'une de ses formulations est dans une phrase de la réponse.",
    ),
    "weighted_recall": (
        "Rappel pondéré",
        "Comme le rappel des points clés, pour tous : un point indispensable compte 1, un autre un demi.",
    ),
    "answer_precision": (
        "Précision de la réponse",
        "Part des phrases de la réponse qui disent un point clé ou citent un endroit attendu de la question ; dans un "
        "document sans pages, n'importe où. Non mesuré là où rien n'a été répondu.",
    ),
    "forbidden_claims": (
        "Affirmations interdites",
        "Part des affirmations qu'une bonne réponse ne contient pas et que la réponse contient, trouvées comme les "
        "points clés.",
    ),
    "right": (
        "Réponses justes",
        "Part des réponses données qui disent un point clé indispensable en citant dans la même phrase un endroit où "
        "il se trouve, et aucune affirmation interdite. Une réponse à une question qu'il fallait refuser ou préciser "
        "n'est pas juste. Un refus n'est pas compté.",
    ),
    "citation_recall": (
        "Rappel des citations",
        f"Part des phrases de la réponse que tous leurs passages cités, ensemble, appuient. {_INDEX} {_JUDGE}",
    ),
    "citation_precision": (
        "Précision des citations",
        "Part des citations qui sont d'une phrase appuyée et lui servent : une citation ne sert pas si elle n'appuie "
        f"pas seule la phrase et que les autres l'appuient sans elle. {_INDEX} {_JUDGE}",
    ),
    "exact_page": (
        "Page exacte",
        "Part des points clés dits pour lesquels une phrase qui les dit cite un endroit attendu : cette page même, et "
        "les mots cités y sont.",
    ),
    "quote_fidelity": (
        "Fidélité des citations",
        "Part des citations dont les mots sont, mot pour mot, sur la page citée de l'index, espaces égalisés.",
    ),
    "support": (
        "Appui",
        f"Probabilité moyenne, sur les phrases de la réponse, que leurs citations les portent. {_INDEX} {_JUDGE}",
    ),
    "supported": (
        "Phrases appuyées",
        f"Part des phrases de la réponse que leurs citations portent. {_INDEX} {_JUDGE}",
    ),
    "number_fidelity": (
        "Fidélité des nombres",
        "Part des nombres et dates des phrases de la réponse qui sont dans ce qu'elles citent, comme le programme lit "
        "les nombres. Les titres au-dessus peuvent fournir une année. Non mesuré là où il n'y en a pas.",
    ),
    "name_fidelity": (
        "Fidélité des noms",
        "Part des noms des phrases de la réponse qui sont dans ce qu'elles citent, comme le programme lit les noms. "
        "Les titres au-dessus peuvent les fournir. Non mesuré là où il n'y en a pas.",
    ),
    "refusal_precision": ("Précision des refus", "Part des questions refusées qu'il fallait refuser."),
    "refusal_recall": ("Rappel des refus", "Part des questions à refuser qui l'ont été."),
    "refusal_f1": (
        "F1 des refus",
        "Moyenne harmonique de la précision et du rappel des refus : deux fois les questions refusées à raison, "
        "divisé par celles refusées et celles à refuser. Pour une question : si elle a été refusée à raison, si l'un "
        "des deux.",
    ),
    "clarification_precision": (
        "Précision des demandes de précision",
        "Part des questions pour lesquelles une précision a été demandée et qui peuvent avoir plusieurs sens, selon le "
        "jeu de test.",
    ),
    "clarification_recall": (
        "Rappel des demandes de précision",
        "Part des questions pouvant avoir plusieurs sens pour lesquelles une précision a été demandée.",
    ),
    "behaviour": (
        "Comportement attendu",
        "Part de toutes les questions répondues (en tout ou en partie), refusées ou précisées comme attendu.",
    ),
    "calibration_error": (
        "Erreur de calibration",
        "Écart entre la confiance des réponses et la part d'entre elles qui est juste, en moyenne sur 10 tranches "
        f"égales, chacune pesée par ses réponses. {_RIGHT} Peu de questions par tranche la font paraître pire qu'elle "
        "n'est. Pour une question : l'écart de sa confiance à 1 si elle est juste, à 0 sinon.",
    ),
    "brier": (
        "Score de Brier",
        f"Carré moyen de l'écart de la confiance à 1 si la réponse est juste, à 0 sinon. {_RIGHT}",
    ),
    "aurc": (
        "Aire sous la courbe risque-couverture",
        "Part des réponses qui ne sont pas justes, en moyenne quand on ne donne que la plus sûre, les deux plus sûres, "
        f"et ainsi jusqu'à toutes. {_RIGHT} Sans valeur pour une question.",
    ),
    "same_places": (
        "Mêmes endroits cités",
        "À quel point deux formulations d'une question mènent aux mêmes pages : les pages que les deux réponses "
        f"citent, divisées par celles que l'une ou l'autre cite ; 1 si les deux refusent, 0 si une seule "
        f"refuse. {_PAIRS}",
    ),
    "same_behaviour": (
        "Même comportement",
        "Si deux formulations d'une question sont toutes deux répondues, toutes deux refusées ou toutes deux suivies "
        f"d'une demande de précision. {_PAIRS}",
    ),
    "latency_median": (
        "Temps d'une réponse, médiane",
        "Temps que la moitié des réponses ne dépassent pas, de la question à la réponse entière.",
    ),
    "latency_p95": (
        "Temps d'une réponse, 95 %",
        "Temps que 95 réponses sur 100 ne dépassent pas, de la question à la réponse entière.",
    ),
    "tokens": (
        "Jetons",
        "Moyenne des jetons qu'un modèle de langue a lus et écrits pour une réponse, selon son serveur ; 0 "
        "sans modèle.",
    ),
    "cost": (
        "Coût",
        "Prix moyen des jetons d'une réponse, dans la monnaie des réglages. Non mesuré là où aucun prix n'est réglé.",
    ),
}
