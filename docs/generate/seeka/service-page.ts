import { globSync } from 'node:fs';
import { writeContract } from '../contract.ts';
import { facts, plain, table, writePage } from '../page.ts';
import { read, root } from '../source.ts';
import { courseFigure, sizeOf } from './course-figure.ts';
import { byId, declared, type Seeka, type Service } from './model.ts';
import { contractOf, folderOf, functionsOfService } from './operations.ts';

/** Writes the page of a service, with its contract where no lab shows it; returns their ids. */
export function writeService(seeka: Seeka, service: Service): string[] {
  const slug = `/seeka/services/${service.id}`;
  const page = writePage({
    ...{ slug, title: service.title, description: service.does, source: declared },
    body: [
      `<p class="lead">${service.does}</p>`,
      figure(seeka, service),
      serviceFacts(seeka, service),
      service.beside ?? '',
      functionsOfService(service),
      sources(service),
    ]
      .filter(Boolean)
      .join('\n\n'),
  });
  const source = contractOf(service);
  return source && !service.lab ? [page, writeContract({ slug: `${slug}/contract`, source })] : [page];
}

function figure(seeka: Seeka, { id, title }: Service): string {
  if (id !== 'gateway' && !seeka.layers.some(({ brings }) => brings.includes(id))) return '';
  const view = { width: 480, lit: [id] };
  return `<figure class="layers single">
<svg ${sizeOf(view)} role="img" aria-label="${title} among the services of the course. Whom it asks, and who asks it, stands below.">
${courseFigure(seeka, view)}
</svg>
</figure>`;
}

function serviceFacts(seeka: Seeka, service: Service): string {
  const { id, lab, keeps, asks } = service;
  const link = (other: Service) => `[${other.title}](/seeka/services/${other.id})`;
  const asked = (by: Service, to: Service) => `${link(by === service ? to : by)}: ${plain(by.asks[to.id] ?? '')}`;
  return facts([
    ['Stands for', partsOf(seeka, id)],
    ['Handout', lab ? `[Lab ${lab.slice(0, 2)} · ${service.title}](/labs/${lab})` : ''],
    ['Contract', contractLink(service)],
    ['Checks', lab ? `[What the grader tries](/checks/${lab})` : ''],
    ['Source', `[\`${folderOf(service)}\`](#source)`],
    ['Keeps', keeps],
    ['Asks', list(Object.keys(asks).map((to) => asked(service, byId(seeka.services, to))))],
    ['Is asked by', list(seeka.services.filter((other) => id in other.asks).map((other) => asked(other, service)))],
  ]);
}

function list(items: string[]): string {
  return items.length > 1 ? items.map((item) => `- ${item}`).join('\n') : items.join('');
}

function partsOf({ parts }: Seeka, id: string): string {
  const own = parts.filter(({ services }) => services.includes(id));
  return own.map((part) => `[${part.title}](/seeka/${part.id})`).join(', ');
}

function contractLink(service: Service): string {
  const { id, lab, contract = '', title } = service;
  if (!contractOf(service)) return contract;
  return `[Contract of ${title}](${lab ? `/labs/${lab}` : `/seeka/services/${id}`}/contract)`;
}

/** The public files of a service, each with what it says of itself. No solution is among them. */
function sources(service: Service): string {
  const folder = `${folderOf(service)}/src`;
  const files = globSync(`${folder}/**/*.{ts,js}`, { cwd: root }).sort();
  const lead = service.lab
    ? `What students begin with, in \`${folder}\`. The handout says which of these files to edit, to read, and to leave.`
    : `All of it, in \`${folder}\`.`;
  const rows = files.map((file) => [`\`${file.slice(folder.length + 1)}\``, exportsOf(file).map(inLine).join('<br/>')]);
  return `## Source\n\n${lead}\n\n${table(['file', 'what it exports'], rows)}`;
}

/** What a file exports, each with the first sentence of its docstring; what it is, when it exports nothing. */
export function exportsOf(path: string): { name?: string; says: string }[] {
  const text = read(path);
  const exported = text.matchAll(
    /(?:^\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?^export (?:async )?(?:function\*?|class|const|interface|type) (\w+)/gm,
  );
  const found = [...exported].map(([, docstring = '', name = '']) => ({ name, says: firstSentence(docstring) }));
  if (found.length > 0) return found;
  return [{ says: path.endsWith('/server.ts') ? SERVER : firstSentence(firstComment(text)) }];
}

const SERVER = 'Where the process begins: settings in, parts made, listen, stop on SIGTERM.';

function firstComment(text: string): string {
  const [, line, block] = /^(?:\/\/ (.+)|\/\*\*((?:(?!\*\/)[\s\S])*)\*\/)/m.exec(text) ?? [];
  return line ?? block ?? '';
}

function firstSentence(docstring: string): string {
  const text = docstring
    .replaceAll(/^\s*\* ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const [sentence = ''] = /^.*?(?=\.?(?:^| )@|[.?](?= [A-Z])|\.?$)/.exec(text) ?? [];
  return sentence === '' ? '' : `${sentence}${text.charAt(sentence.length) === '?' ? '?' : '.'}`;
}

/** Plain text but for what stands between backticks. */
function inLine({ name, says }: { name?: string; says: string }): string {
  const text = says.replaceAll(/`[^`]*`|[^`]+/g, (piece) => (piece.startsWith('`') ? piece : plain(piece)));
  return [name ? `\`${name}\`` : '', text].filter(Boolean).join(' ');
}
