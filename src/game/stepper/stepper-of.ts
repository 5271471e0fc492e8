// Chooses how a game's machine is run: compiled where it can be, by xstate itself where it has more than that knows.
import type { AnyStateMachine } from 'xstate';
import { isCompilable } from './compilable.ts';
import { compiledStepper } from './compiled-stepper.ts';
import type { Stepper } from './stepper.ts';
import { xstateStepper } from './xstate-stepper.ts';

export function stepperOf(machine: AnyStateMachine): Stepper {
  return isCompilable(machine) ? compiledStepper(machine) : xstateStepper(machine);
}
