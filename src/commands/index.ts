import { access } from './access.ts';
import { askForAccess, refuse } from './ask-for-access.ts';
import type { Command } from './command.ts';
import { control } from './control.ts';
import { controls } from './controls.ts';
import { fix } from './fix.ts';
import { grant } from './grant.ts';
import { help } from './help.ts';
import { revoke } from './revoke.ts';
import { score } from './score.ts';

/** Every command, in the order of help. */
export const commands: readonly Command[] = [
  score,
  controls,
  control,
  fix,
  grant,
  revoke,
  access,
  askForAccess,
  refuse,
  help,
];
