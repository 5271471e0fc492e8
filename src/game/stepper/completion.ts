// What entering a final state means: the state around it is done, or with the root the whole machine, with an output.
import type { StateNode } from '../state-nodes.ts';
import type { Faces } from './compiled-actions.ts';
import type { Act, Run } from './run.ts';

/** Empty for a state that ends nothing. */
export function completionOf(node: StateNode, faces: Faces): readonly Act[] {
  const { parent, type, output, machine } = node;
  if (type !== 'final' || parent === undefined) return [];
  const said = (expression: unknown, { context }: Run, event: object): unknown =>
    typeof expression === 'function' ? expression({ context, event, self: faces.self }) : expression;
  if (parent !== machine.root) {
    return [(run) => run.raised.push(doneEvent(parent, said(output, run, run.event)))];
  }
  return [
    (run) => {
      run.done = true;
      run.output = said(machine.root.output, run, doneEvent(node, said(output, run, run.event)));
    },
  ];
}

/** As xstate shapes it: the root's `output`, and `onDone`, look at it. */
const doneEvent = ({ id }: StateNode, output: unknown) => ({ type: `xstate.done.state.${id}`, output });
