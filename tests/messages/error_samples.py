"""An error of every class, with the built-in class that it is as well and its text."""

from __future__ import annotations

from tests.messages.program_error_samples import KTO, PLACE, PROGRAM_ERRORS
from typed_registry import Distribution, Place
from typed_registry.errors import (
    BrokenModule,
    Claimant,
    ConformanceError,
    ContestedNameError,
    DisabledPlugin,
    DuplicateNameError,
    Elsewhere,
    FrozenRegistryError,
    IsolatedRegistryError,
    Mismatch,
    MissingRegistrationError,
    NestedComponentError,
    NestedMismatch,
    OutdatedSpecError,
    OverriddenNameError,
    PluginsReadError,
    RegistryError,
    UnconfigurableError,
    UnknownNameError,
    UnknownParameterError,
    UnsharedRegistryError,
)

SFT = Distribution("zoo-sft", "0.3")
ERRORS: list[tuple[RegistryError, type[Exception], str]] = [
    (
        UnknownNameError("losses", "dpoo", ("dpo", "sft"), None),
        KeyError,
        "losses: no component is called 'dpoo'; did you mean 'dpo'? Registered: 'dpo', 'sft'.",
    ),
    (
        UnknownNameError("losses", "kto", ("dpo",), Elsewhere("zoo.kto", PLACE)),
        KeyError,
        (
            "losses: no component is called 'kto'. Registered: 'dpo'. 'kto' is registered in "
            "zoo.kto (a/b.py:3), "
            'which was never imported: import it, or call discover("zoo") on the registry.'
        ),
    ),
    (
        UnknownNameError("losses", "kto", (), Elsewhere("kto", Place("kto.py", 0))),
        KeyError,
        (
            "losses: no component is called 'kto'. Nothing is registered. 'kto' is registered "
            "in kto (kto.py), "
            'which was never imported: import it, or call discover("kto") on the registry.'
        ),
    ),
    (
        UnknownNameError("losses", "kto", (), None, (BrokenModule("zoo.kto", PLACE, "c.py:1: OSError: x"),)),
        KeyError,
        (
            "losses: no component is called 'kto'. Nothing is registered. It may be registered in a module "
            "that fails: zoo.kto (a/b.py:3) can't be imported: c.py:1: OSError: x"
        ),
    ),
    (
        UnknownNameError(
            "losses",
            "kto",
            (),
            None,
            (
                BrokenModule("zoo_kto", Place("entry point kto = zoo_kto", 0), "c.py:1: OSError: x", KTO),
                BrokenModule("", Place("entry point x = a b", 0), "names neither", SFT),
            ),
            None,
            None,
            (DisabledPlugin(KTO, "TYPED_REGISTRY_DISABLE_PLUGINS"), DisabledPlugin(SFT, "allow_plugins")),
        ),
        KeyError,
        (
            "losses: no component is called 'kto'. Nothing is registered. "
            "It may be registered by zoo-kto 1.2, which is switched off by TYPED_REGISTRY_DISABLE_PLUGINS. "
            "It may be registered by zoo-sft 0.3, "
            "which isn't among those that allow_plugins allows. It may be registered in a module that fails: "
            "zoo-kto 1.2: zoo_kto (entry point kto = zoo_kto) can't be imported: c.py:1: OSError: x; "
            "zoo-sft 0.3: entry point x = a b names neither"
        ),
    ),
    (
        UnknownNameError(
            "losses",
            "kto",
            (),
            disabled=(
                *[DisabledPlugin(KTO, "TYPED_REGISTRY_DISABLE_PLUGINS")] * 5,
                DisabledPlugin(KTO, "allow_plugins"),
                DisabledPlugin(SFT, "allow_plugins"),
            ),
        ),
        KeyError,
        (
            "losses: no component is called 'kto'. Nothing is registered. "
            "It may be registered by zoo-kto 1.2, zoo-kto 1.2, zoo-kto 1.2 or 2 more, "
            "which are switched off by TYPED_REGISTRY_DISABLE_PLUGINS. "
            "It may be registered by zoo-kto 1.2 or zoo-sft 0.3, "
            "which aren't among those that allow_plugins allows."
        ),
    ),
    (
        ContestedNameError(
            "losses",
            "dpo",
            PLACE,
            Place("c.py", 5),
            (
                Claimant(PLACE, None, is_plugin=False),
                Claimant(Place("c.py", 5), KTO, is_plugin=True),
                Claimant(Place("d.py", 6), SFT, is_plugin=True),
            ),
        ),
        ValueError,
        (
            "losses: 'dpo' is contested: this program (a/b.py:3), zoo-kto 1.2 (c.py:5) and zoo-sft 0.3 "
            "(d.py:6) register it. Switch zoo-kto and zoo-sft off by "
            "TYPED_REGISTRY_DISABLE_PLUGINS=zoo-kto,zoo-sft in the environment, by "
            'deny_plugins("zoo-kto", "zoo-sft") in the program, or uninstall them. A component that is meant '
            "to replace others is registered with replace=True."
        ),
    ),
    (
        ContestedNameError(
            "losses",
            "dpo",
            PLACE,
            Place("c.py", 5),
            (Claimant(PLACE, SFT, is_plugin=True), Claimant(Place("c.py", 5), KTO, is_plugin=True)),
            replaces=True,
        ),
        ValueError,
        (
            "losses: 'dpo' is contested: zoo-sft 0.3 (a/b.py:3) and zoo-kto 1.2 (c.py:5) register it with "
            "replace=True. Switch one of them off by TYPED_REGISTRY_DISABLE_PLUGINS=zoo-sft or "
            'TYPED_REGISTRY_DISABLE_PLUGINS=zoo-kto in the environment, by deny_plugins("zoo-sft") or '
            'deny_plugins("zoo-kto") in the program, or uninstall it. What the program itself registers with '
            "replace=True comes before these."
        ),
    ),
    (
        ContestedNameError(
            "losses",
            "dpo",
            PLACE,
            Place("c.py", 5),
            (Claimant(PLACE, KTO, is_plugin=True), Claimant(Place("c.py", 5), KTO, is_plugin=True)),
        ),
        ValueError,
        (
            "losses: 'dpo' is contested: zoo-kto 1.2 registers it several times, at a/b.py:3 and c.py:5. The "
            "authors of zoo-kto must give all but one of them other names; its other names work."
        ),
    ),
    (
        PluginsReadError("losses", "deny_plugins"),
        RuntimeError,
        (
            "losses: deny_plugins comes too late: plugins have been read, since a name was looked for. "
            "Call it in the module that defines the registry, or at the start of the program."
        ),
    ),
    (
        UnknownNameError("losses", "kto", ("dpo",), sender="zoo.kto"),
        KeyError,
        (
            "losses: no component is called 'kto'. Registered: 'dpo'. The process that sent the spec has "
            "registered it in zoo.kto, and importing that module doesn't register it here: call the function "
            "that does in each worker, as initializer= of a pool does."
        ),
    ),
    (
        UnknownNameError("losses", "kto", ("dpo",), sender="__main__"),
        KeyError,
        (
            "losses: no component is called 'kto'. Registered: 'dpo'. The process that sent the spec has "
            "registered it in its own program. Register it in a module that this process imports, or call "
            "the function that does in each worker, as initializer= of a pool does."
        ),
    ),
    (
        UnsharedRegistryError("Registry('losses')", "zoo", "can't be pickled, since it isn't a global"),
        TypeError,
        "Registry('losses') of zoo can't be pickled, since it isn't a global",
    ),
    (
        DuplicateNameError("losses", "dpo", PLACE, Place("c.py", 5)),
        ValueError,
        (
            "losses: 'dpo' is registered twice:\n"
            "  first at a/b.py:3\n"
            "  again at c.py:5\n"
            "Give one of them another name."
        ),
    ),
    (
        ConformanceError(
            "losses",
            "dpo",
            "DPOLoss",
            "Loss",
            PLACE,
            (
                Mismatch("compute", "compute() -> float", None, "DPOLoss has no 'compute'", "compote"),
                Mismatch("constructor", "called with ()", "__init__(x)", "parameter 'x' has no default"),
            ),
        ),
        TypeError,
        (
            "losses: DPOLoss can't be registered as 'dpo' (a/b.py:3):\n"
            "  compute: DPOLoss has no 'compute'; did you mean 'compote'?\n"
            "    expected  compute() -> float\n"
            "  constructor: parameter 'x' has no default\n"
            "    expected  called with ()\n"
            "    found     __init__(x)"
        ),
    ),
    (
        UnconfigurableError("losses", "dpo", "DPOLoss"),
        TypeError,
        (
            "losses: 'dpo' can't be configured by name: DPOLoss has no signature to read. "
            "Register it with types= or config=, or a function that calls it."
        ),
    ),
    (
        NestedComponentError(
            "trainers",
            "sgd",
            "Trainer",
            (
                NestedMismatch("steps", "Optimizer", ("optimizers",), ("Iterable[Weight]",), ("Context",)),
                NestedMismatch("loss", "Loss", ("zoo.LOSSES", "shop.LOSSES")),
            ),
        ),
        TypeError,
        (
            "trainers: 'sgd' can't be configured by name: "
            "Trainer takes components that can't be built for it:\n"
            "  steps: optimizers builds each Optimizer from [Iterable[Weight]], "
            "and the component itself is built from [Context]; "
            "annotate the parameter as Callable[[Iterable[Weight]], Optimizer] or "
            "Spec[Optimizer, [Iterable[Weight]]], and build it in the component\n"
            "  loss: 2 registries hold Loss: zoo.LOSSES, shop.LOSSES; say which, as its type or in types= at "
            "its registration: Annotated[Loss, REGISTRY]"
        ),
    ),
    (
        UnknownNameError("losses", "dpo", ("sft",), unregistered=PLACE),
        KeyError,
        "losses: no component is called 'dpo'. Registered: 'sft'. It was unregistered at a/b.py:3.",
    ),
    (
        OverriddenNameError("losses", "dpo", PLACE, "thread MainThread"),
        RuntimeError,
        (
            "losses: 'dpo' is overridden by thread MainThread (a/b.py:3). Until that block ends, no other "
            "thread or task can override the name, and it can't be unregistered."
        ),
    ),
    (
        IsolatedRegistryError("losses", PLACE, "thread MainThread, task Task-1"),
        RuntimeError,
        (
            "losses is isolated by thread MainThread, task Task-1 (a/b.py:3). Until that block ends, no "
            "other thread or task can isolate it."
        ),
    ),
    (
        FrozenRegistryError("losses", "register", "dpo", PLACE),
        RuntimeError,
        (
            "losses: register('dpo') comes too late: the registry is frozen since a/b.py:3. Change it before "
            "that line, or in a block of isolated()."
        ),
    ),
    (
        OutdatedSpecError("losses", "dpo", PLACE),
        TypeError,
        (
            "losses: 'dpo' was registered anew (a/b.py:3) after this spec was made, and takes other settings "
            "now. Make the spec again."
        ),
    ),
    (
        OutdatedSpecError("losses", "dpo", PLACE, is_sent=True),
        TypeError,
        (
            "losses: this spec is from another process, and 'dpo' takes other settings here (a/b.py:3). Make "
            "the spec where the same component is registered, and not in a block of override, which other "
            "processes don't see."
        ),
    ),
    (
        OutdatedSpecError("losses", "dpo", PLACE, ("beta", "kind"), ("width",)),
        TypeError,
        (
            "losses: this spec was made before 'dpo' was overridden (a/b.py:3) by a component that doesn't "
            "take 'beta', 'kind' and requires 'width'. Make the spec in the block, or give the component "
            "the same settings."
        ),
    ),
    (
        UnknownParameterError("losses", "dpo", "DPOLoss", PLACE, ("bta", "x"), ("beta", "steps")),
        TypeError,
        (
            "losses: DPOLoss has no parameter 'bta', for which the registration of 'dpo' (a/b.py:3) states a "
            "type; did you mean 'beta'? valid: 'beta', 'steps'\n"
            "losses: DPOLoss has no parameter 'x', for which the registration of 'dpo' (a/b.py:3) states a "
            "type; valid: 'beta', 'steps'"
        ),
    ),
    (
        MissingRegistrationError("losses", "dpo", "zoo.dpo", PLACE),
        LookupError,
        (
            "losses: a/b.py:3 registers 'dpo' according to the source, "
            "but importing zoo.dpo doesn't run that line."
        ),
    ),
    (
        MissingRegistrationError(
            "losses", "dpo", "zoo.dpo", Place("entry point dpo = zoo.dpo:Loss", 0), KTO, "Loss", "Losses"
        ),
        LookupError,
        (
            "zoo-kto 1.2: losses: entry point dpo = zoo.dpo:Loss names an object that isn't there: "
            "zoo.dpo has no 'Loss'; did you mean 'Losses'?"
        ),
    ),
    (
        MissingRegistrationError("losses", "dpo", "zoo.dpo", PLACE, is_circular=True),
        LookupError,
        (
            "losses: a/b.py:3 registers 'dpo', but zoo.dpo is still being imported and hasn't come to that "
            "line: the import is circular. Use the name in a function, after the modules are imported."
        ),
    ),
    (
        ConformanceError("losses", "kto", "KTO", "Loss", PLACE, (), KTO),
        TypeError,
        "zoo-kto 1.2: losses: KTO can't be registered as 'kto' (a/b.py:3):",
    ),
    *PROGRAM_ERRORS,
]
