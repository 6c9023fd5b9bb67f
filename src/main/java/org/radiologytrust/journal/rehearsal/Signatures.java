package org.radiologytrust.journal.rehearsal;

import java.util.List;
import org.radiologytrust.journal.rehearsal.Signature.Rehearsed;

/** What people signed. Signatures are never changed or deleted; the last one of a kind holds. */
public interface Signatures {
  /** All, newest first. */
  List<Signature> all();

  /** Stores a signature. The same one again, by the same person, is stored once. */
  Signature sign(Rehearsed rehearsed, String user);

  /**
   * Records that a version of the engine uses this journal.
   *
   * @return whether another version used it before, and nobody signed a rehearsal of this one
   */
  boolean startsUnrehearsed(String version);
}
