import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A certificate authority of our own and a server certificate for loopback, in PEM. */
export type Certificates = { ca: string; certificate: string; key: string };

export function createCertificates(): Certificates {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ca = issue('Scoreline test authority', authority.publicKey, authority.privateKey, 1, AUTHORITY);
  const certificate = issue('localhost', server.publicKey, authority.privateKey, 2, SERVER);
  return { ca, certificate, key: server.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
}

/** One DER value: its tag, its length in as many bytes as that takes, its content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const short = length.subarray(length.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([tag, 0x80 | short.length]), short, body]);
}

const sequence = (...content: Buffer[]) => der(0x30, ...content);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const octets = (...content: Buffer[]) => der(0x04, ...content);
const yes = der(0x01, Buffer.from([0xff]));

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
const COMMON_NAME = '550403';
/** From 2020 to 2120: tests do not depend on the day. */
const VALID = sequence(der(0x18, Buffer.from('20200101000000Z')), der(0x18, Buffer.from('21200101000000Z')));

const AUTHORITY = sequence(
  sequence(oid('551d13'), yes, octets(sequence(yes))),
  sequence(oid('551d0f'), yes, octets(der(0x03, Buffer.from([0x02, 0x04])))),
);
const SERVER = sequence(
  sequence(
    oid('551d11'),
    octets(sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))),
  ),
);

function issue(
  name: string,
  subject: KeyObject,
  signer: KeyObject,
  serial: number,
  extensions: Buffer,
): string {
  const naming = (common: string) =>
    sequence(der(0x31, sequence(oid(COMMON_NAME), der(0x0c, Buffer.from(common)))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([serial])),
    ECDSA_SHA256,
    naming('Scoreline test authority'),
    VALID,
    naming(name),
    subject.export({ format: 'der', type: 'spki' }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, signer));
  const lines =
    sequence(body, ECDSA_SHA256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
