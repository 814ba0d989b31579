import type { Path, Source } from './course-places.ts';
import type { CourseText, ExtensionText, LabText } from './course-schema.ts';
import { exists, isAfter, isTimeZone, localTime } from './local-time.ts';

type Tell = (path: Path, message: string) => string;

/** What a schema cannot say: whether times, labs and policies go together. */
export function courseFaults(file: CourseText, labs: string[], { fault }: Source): string[] {
  if (!isTimeZone(file.timeZone)) {
    const message = `There is no time zone "${file.timeZone}". Use an IANA name such as Europe/Berlin.`;
    return [fault(['timeZone'], message)];
  }
  const unreal = unrealTimes(file, fault);
  // Times that do not exist cannot be compared.
  if (unreal.length > 0) return unreal;
  return [
    ...Object.entries(file.labs).flatMap(([id, lab]) => labFaults(file, { id, ...lab }, labs, fault)),
    ...weightFaults(file, fault),
    ...(file.extensions ?? []).flatMap((it, at) => extensionFaults(file, it, ['extensions', at], fault)),
  ];
}

function unrealTimes(file: CourseText, fault: Tell): string[] {
  const times: [Path, string | undefined][] = [
    ...Object.entries(file.labs).flatMap(([id, lab]) =>
      (['opens', 'due', 'closes'] as const).map((key): [Path, string | undefined] => [['labs', id, key], lab[key]]),
    ),
    ...(file.extensions ?? []).map(({ until }, at): [Path, string | undefined] => [['extensions', at, 'until'], until]),
  ];
  return times.flatMap(([path, time]) => {
    if (time === undefined || exists(time)) return [];
    return [fault(path, `The calendar has no ${time.slice(0, 10)}. Correct the day.`)];
  });
}

function labFaults(file: CourseText, lab: LabText & { id: string }, labs: string[], fault: Tell): string[] {
  const { id, due, opens, closes, late } = lab;
  const faults: string[] = [];
  if (!labs.includes(id))
    faults.push(fault(['labs', id], `There is no lab "${id}", only ${labs.join(', ')}. Correct it.`));
  const at = (time: string, which?: 'earlier') => localTime(time, file.timeZone, which);
  if (opens && !isAfter(at(due), at(opens, 'earlier'))) {
    faults.push(
      fault(['labs', id, 'opens'], `${id} opens at ${opens}, not before it is due at ${due}. Open it earlier.`),
    );
  }
  if (closes && isAfter(at(due), at(closes))) {
    faults.push(
      fault(['labs', id, 'closes'], `${id} closes at ${closes}, before it is due at ${due}. Close it later.`),
    );
  }
  if (closes && late?.closesAfterDays !== undefined) {
    faults.push(fault(['labs', id, 'closes'], `${id} has both closes and late.closesAfterDays. Remove one.`));
  }
  if ((late?.graceDays ?? 0) > file.late.graceDays) {
    const path = ['labs', id, 'late', 'graceDays'];
    faults.push(
      fault(path, `${id} may take ${late?.graceDays} grace days of ${file.late.graceDays}. Allow no more than that.`),
    );
  }
  return faults;
}

function weightFaults({ labs }: CourseText, fault: Tell): string[] {
  const weights = Object.values(labs).map(({ weight }) => weight);
  const without = Object.keys(labs).filter((id) => labs[id]?.weight === undefined);
  if (without.length > 0 && without.length < weights.length) {
    return without.map((id) => fault(['labs', id], `${id} has no weight, but others have. Weigh all labs or none.`));
  }
  if (weights.every((weight) => weight === 0))
    return [fault(['labs'], 'All weights are 0. Give at least one lab more.')];
  return [];
}

function extensionFaults(file: CourseText, extension: ExtensionText, path: Path, fault: Tell): string[] {
  const { student, lab, days, until } = extension;
  const due = lab === undefined ? undefined : file.labs[lab]?.due;
  if (lab !== undefined && due === undefined) {
    const known = Object.keys(file.labs).join(', ');
    return [fault([...path, 'lab'], `"${lab}" is no lab of this file; it has ${known}. Correct it.`)];
  }
  if ((days === undefined) === (until === undefined)) {
    const how = days === undefined ? 'neither days nor until' : 'both days and until';
    return [fault(path, `The extension of ${student} has ${how}. Write one of them.`)];
  }
  const given = until && due ? isAfter(localTime(until, file.timeZone), localTime(due, file.timeZone)) : true;
  if (given) return [];
  return [fault([...path, 'until'], `${until} is no later than ${lab} is due, at ${due}. Give a later time.`)];
}
