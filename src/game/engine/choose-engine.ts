// Decides which engine runs a machine: the compiled one if it knows every key of the machine, else xstate itself.
import type { AnyStateMachine } from 'xstate';
import { compiledEngine } from './compiled/compile.ts';
import { obstacleToCompiling } from './compiled/obstacles.ts';
import type { Engine, EngineInfo, EngineName, RecordedEngine } from './engine.ts';
import { xstateEngine, xstateVersionOf } from './xstate-engine.ts';

/** `wanted`: `compiled`, the default, for the compiled engine where that is possible. */
export function chooseEngine(
  machine: AnyStateMachine,
  wanted?: EngineName,
): { readonly engine: Engine; readonly info: EngineInfo } {
  const info = engineInfo(machine, wanted);
  return { engine: info.name === 'compiled' ? compiledEngine(machine) : xstateEngine(machine), info };
}

/** Which engine a machine gets, and why. */
export function engineInfo(machine: AnyStateMachine, wanted: EngineName = 'compiled'): EngineInfo {
  const because = wanted === 'xstate' ? "the option `engine` is 'xstate'" : obstacleToCompiling(machine);
  const version = xstateVersionOf(machine);
  const xstate = version === undefined ? {} : { xstate: version };
  return because === undefined ? { name: 'compiled', ...xstate } : { name: 'xstate', because, ...xstate };
}

/** `compiled`, or `xstate, slower than compiled, since state 'm.a', entry: uses enqueueActions`. */
export function describeEngine({ name, because }: EngineInfo): string {
  return because === undefined ? name : `${name}, slower than compiled, since ${because}`;
}

export function recordedEngine({ name, xstate }: EngineInfo): RecordedEngine {
  return xstate === undefined ? { name } : { name, xstate };
}
