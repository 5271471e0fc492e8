// Checks the xstate that made a game's machine: by what it does, since a machine does not name its version.
import type { AnyStateMachine } from 'xstate';
import { inertScope } from './xstate-engine.ts';

type MachineConstructor = new (config: object, implementations?: object) => AnyStateMachine;

/** The range of package.json's peer dependency, for the message. */
const SUPPORTED = 'xstate >=5.32.2 <6';

/** One answer for each copy of xstate in the process. */
const problems = new WeakMap<object, { readonly problem: string | undefined }>();

/** Why this copy of xstate cannot run games, and what to do; undefined for one that can. Takes about 1 ms, once. */
export function problemOfXstate(machine: AnyStateMachine): string | undefined {
  // What is not a machine at all is refused elsewhere.
  if (typeof machine.getInitialSnapshot !== 'function') return undefined;
  const Machine = machine.constructor as MachineConstructor;
  let known = problems.get(Machine);
  if (known === undefined) {
    known = { problem: probe(Machine) };
    problems.set(Machine, known);
  }
  return known.problem;
}

function probe(Machine: MachineConstructor): string | undefined {
  try {
    if (!hasBound(Machine)) {
      return `its xstate has no limit for endless \`always\` and \`raise\` (option maxIterations), so a game could block the server forever; install ${SUPPORTED}`;
    }
    if (!asksWildcards(Machine)) {
      return `its xstate ignores wildcard transitions where the guards of the exact event refuse, so moves would be decided by another rule than the documented one; install ${SUPPORTED}`;
    }
    return undefined;
  } catch (cause) {
    return `its xstate could not run a machine of three states (${cause}); install ${SUPPORTED}`;
  }
}

/** New in 5.31.0. The guard ends the loop by itself after 30 microsteps, so that an old xstate comes back as well. */
function hasBound(Machine: MachineConstructor): boolean {
  let asked = 0;
  const again = (target: string) => ({ always: { guard: () => ++asked <= 30, target } });
  const machine = new Machine({ initial: 'a', states: { a: again('b'), b: again('a') } });
  machine.options = { ...machine.options, maxIterations: 10 };
  try {
    return machine.getInitialSnapshot(inertScope()).status === 'error';
  } catch {
    return true;
  }
}

/** Since 5.32.2 (xstate#5548). */
function asksWildcards(Machine: MachineConstructor): boolean {
  const machine = new Machine({
    initial: 'one',
    states: { one: { on: { go: { guard: () => false, target: 'two' }, '*': 'three' } }, two: {}, three: {} },
  });
  const scope = inertScope();
  const next = machine.transition(machine.getInitialSnapshot(scope), { type: 'go' }, scope);
  return next.value === 'three';
}
