package org.radiologytrust.journal.strengths;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.model.StrengthRow;

/** The table of strengths that all nodes use, in one row. */
public interface StrengthTables {
  /**
   * The table in force.
   *
   * @param content as a file has it; empty: as shipped
   * @param sha256 of the content, in hexadecimal
   * @param fileSha256 of the file that the content was made from, which nodes may have; empty if it
   *     was made from none
   * @param user who loaded it; empty for the first start
   */
  record Loaded(String content, String sha256, String fileSha256, String user, Instant at) {}

  /**
   * A person's wish.
   *
   * @param content as a file has it, which the caller has checked
   * @param seen hash of the table that the person saw in force
   */
  record Wanted(String content, String seen, String user) {}

  /** Empty before the first start. */
  Optional<Loaded> inForce();

  /** Whether this journal is new: no table was ever made, and no message has come. */
  boolean isNew();

  /**
   * What a first start needs.
   *
   * @param file the node's own file; empty if it has none
   * @return the table that is in force then; of two nodes that start at once, the first one's
   */
  Loaded first(String file, FirstTable made);

  /** Makes the content of the first table. */
  interface FirstTable {
    /**
     * @param changes what people had changed with a version before, which kept rows of changes
     */
    String of(List<StrengthRow> changes);
  }

  /**
   * Loads a file. Done twice, it is stored once.
   *
   * @return empty if somebody has loaded another table since the person looked; nothing is stored
   */
  Optional<Loaded> load(Wanted wanted);
}
