package org.radiologytrust.strengths;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.radiologytrust.check.StrengthTable;
import org.radiologytrust.check.rule.LoadedTable;
import org.radiologytrust.journal.strengths.StrengthTables;
import org.radiologytrust.journal.strengths.StrengthTables.Loaded;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.model.Texts;

/**
 * The table of strengths of the journal, which all nodes use, and whether this node has another
 * file.
 */
public final class TableInUse {
  /** The check that follows the site's habit. */
  private static final String CALLS = "critical-uncommunicated";

  private static final StrengthRow NO_CALLS =
      new StrengthRow(
          CALLS,
          StrengthRow.ALL,
          StrengthRow.ALL,
          CheckStrength.ASK,
          "The site said that its reports do not name who was called.");

  private static final String UNSAID =
      "rtl.calls.documented is empty, and this journal is new: set it to yes if the reports of"
          + " this site say who was told of a critical finding, so that one that does not is"
          + " flagged, otherwise to no, so that it is only a question. Later the table of strengths"
          + " says it (rtl strengths)";

  private final StrengthTables tables;
  private final Supplier<Optional<String>> file;
  private final Optional<String> atStart;

  /**
   * The table in force. A first start makes it from the node's own file and from what people had
   * changed; in a new journal, also from what the site says of its calls.
   *
   * @param shipped the shipped table
   * @param file the text of the node's own files as they are now
   * @param callsDocumented whether the site's reports say who was told of a critical finding; empty
   *     if the site has not said so
   * @throws IllegalArgumentException if the node's own file is not valid, or if a new journal needs
   *     to know about calls
   */
  public static TableInUse open(
      StrengthTables tables,
      StrengthTable shipped,
      Supplier<Optional<String>> file,
      Optional<Boolean> callsDocumented) {
    Optional<String> now = file.get();
    String own = now.orElse("");
    boolean said = !tables.isNew() || shipped.read(own).decides(CALLS);
    if (!said && callsDocumented.isEmpty()) {
      throw new IllegalArgumentException(UNSAID);
    }
    List<StrengthRow> calls = said || callsDocumented.get() ? List.of() : List.of(NO_CALLS);
    tables.first(own, changes -> shipped.first(own, changes.isEmpty() ? calls : changes));
    return new TableInUse(tables, file, now);
  }

  private TableInUse(
      StrengthTables tables, Supplier<Optional<String>> file, Optional<String> atStart) {
    this.tables = tables;
    this.file = file;
    this.atStart = atStart.map(Texts::sha256);
  }

  public Loaded loaded() {
    return tables.inForce().orElseThrow();
  }

  /**
   * Why this node must not check reports: it has a file of its own that is not the table of the
   * journal. Whoever changes the files of all nodes and then loads one stops none: the file counts
   * as it was at the start, and as it is now.
   */
  public Optional<String> problem() {
    if (atStart.isEmpty()) {
      return Optional.empty();
    }
    Loaded loaded = loaded();
    if (isOf(loaded, atStart.get())
        || file.get().filter(now -> !isOf(loaded, Texts.sha256(now))).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "this node checks no report: its "
            + LoadedTable.STRENGTHS
            + ", exceptions and rules in rtl.files are not those that all nodes use. Load them with"
            + " rtl strengths load FOLDER, or put what rtl strengths export prints into that file"
            + " and take away the others");
  }

  private static boolean isOf(Loaded loaded, String sha256) {
    return loaded.sha256().equals(sha256) || loaded.fileSha256().equals(sha256);
  }
}
