// Draws the icons of the Teams app anew.
import { writeFileSync } from 'node:fs';
import { colorIcon, outlineIcon } from './icons/draw.ts';
import { png } from './icons/png.ts';

const folder = new URL('../manifest/teams/', import.meta.url);
writeFileSync(new URL('color.png', folder), png(colorIcon()));
writeFileSync(new URL('outline.png', folder), png(outlineIcon()));
