import { access } from './access.ts';
import { acknowledge } from './acknowledge.ts';
import { alert } from './alert.ts';
import { alertTest } from './alert-test.ts';
import { alias } from './alias.ts';
import { askForAccess, refuse } from './ask-for-access.ts';
import type { Command } from './command.ts';
import { compare } from './compare.ts';
import { control } from './control.ts';
import { controls } from './controls.ts';
import { digest } from './digest.ts';
import { explain } from './explain.ts';
import { fix } from './fix.ts';
import { forget } from './forget.ts';
import { grant } from './grant.ts';
import { help } from './help.ts';
import { movers } from './movers.ts';
import { order } from './order.ts';
import { quiet } from './quiet.ts';
import { resources } from './resources.ts';
import { revoke } from './revoke.ts';
import { score } from './score.ts';
import { settings } from './settings.ts';
import { snooze } from './snooze.ts';
import { status } from './status.ts';
import { target } from './target.ts';
import { timezone } from './timezone.ts';
import { trend } from './trend.ts';
import { whatIf } from './what-if.ts';

/** Every command, in the order of help. */
export const commands: readonly Command[] = [
  score,
  trend,
  explain,
  movers,
  compare,
  controls,
  control,
  fix,
  whatIf,
  resources,
  target,
  digest,
  alert,
  alertTest,
  settings,
  order,
  snooze,
  quiet,
  acknowledge,
  grant,
  revoke,
  access,
  askForAccess,
  refuse,
  alias,
  timezone,
  status,
  forget,
  help,
];
