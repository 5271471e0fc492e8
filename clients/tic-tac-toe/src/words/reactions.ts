// The reactions: the text that is sent, and its drawing.

export type Face = 'smile' | 'star' | 'think' | 'oops' | 'heart';

export const reactions: readonly { readonly text: string; readonly face: Face }[] = [
  { text: 'Hello!', face: 'smile' },
  { text: 'Nice move!', face: 'star' },
  { text: 'Hmm…', face: 'think' },
  { text: 'Oops!', face: 'oops' },
  { text: 'Good game!', face: 'heart' },
];

export function faceOf(text: string): Face | null {
  return reactions.find((reaction) => reaction.text === text)?.face ?? null;
}
