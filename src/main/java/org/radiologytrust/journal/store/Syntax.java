package org.radiologytrust.journal.store;

/** How a database writes in a statement what not all of them write alike. */
interface Syntax {
  /** Unit separator: in no id that people write. */
  String SEPARATOR = "\u001f";

  /** Whether several processes may use the journal at the same time. */
  boolean shared();

  /**
   * A query that waits for locks in turn, and holds them until the end of the transaction. Its
   * value are their names, with {@link #SEPARATOR} between them; a name that has it becomes two
   * locks, for everyone. Empty if the only writer holds every lock.
   *
   * @see Locks
   */
  String lock();

  /** The text with all that the database refuses replaced by U+FFFD. */
  String storable(String text);

  /** A text of any length as it is stored in an indexed column, and looked up there. */
  String key(String text);

  /**
   * Ends a subquery that chooses rows to change: rows that another transaction is changing are left
   * out, and the others are locked.
   */
  String skipLocked();

  /** Joins two tables and reads the first one first, where the planner needs to be told. */
  String joinInOrder();
}
