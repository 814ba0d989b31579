/** What goes wrong. */
export function lost(person, patch) {
  // #region lost
  const phone = patch.phone ?? person.phone; // null: the old number stays, though it should go
  const merged = { ...person, ...patch }; //    null: the member is there, and holds null
  // #endregion
  return { phone, merged };
}

/** RFC 7396 for objects without objects in them. */
export function merge(person, patch) {
  const merged = { ...person };
  // #region merge
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = value;
  }
  // #endregion
  return merged;
}

/** What each line prints is the reader's to find out. */
export function tries() {
  // #region tries
  merge({ phone: '+12125550100' }, { phone: null });
  merge({ phone: '+12125550100' }, {});
  merge({ phone: '+12125550100' }, { phone: undefined });
  merge({ tags: ['a', 'b'] }, { tags: ['c'] });
  // #endregion
}
