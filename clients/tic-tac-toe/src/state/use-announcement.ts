// What a screen reader should say now: the latest event at the table, as one sentence.
import { useRef } from 'preact/hooks';
import { announcement } from '../words/announcements.ts';
import type { Names } from '../words/names.ts';
import type { Position } from './position.ts';
import type { GameDocument } from './types.ts';

export function useAnnouncement(position: Position, document: GameDocument, names: Names): string {
  const before = useRef<{ position: Position; document: GameDocument } | null>(null);
  const said = useRef('');
  const now = { position, document };
  const news = announcement(before.current, now, names);
  before.current = now;
  if (news) said.current = news;
  return said.current;
}
