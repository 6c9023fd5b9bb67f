package org.radiologytrust.journal.quality;

import java.util.Collection;
import java.util.List;

/** The figures about flags. */
public interface Quality {
  /**
   * What people said, for each check, strength and footing of which a flag was judged; in the order
   * of the checks' names, then the loudest first. Each flag counts once, with the decision that
   * stands.
   */
  List<VerdictCounts> verdicts(Selection selection);

  /**
   * The rows of a table, in the order of their groups, then the loudest first.
   *
   * @param check whose flags alone are counted; empty for all
   */
  default List<FigureRow> figures(Selection selection, By by, String check) {
    return table(selection, by, check).rows();
  }

  /** The same rows, and those of {@link By#ALL} to stand below them, all from one count. */
  FigureTable table(Selection selection, By by, String check);

  /** The rows by check; a check of these that has no flag has a row, too. */
  List<FigureRow> ofChecks(Selection selection, Collection<String> checks);

  /**
   * How many reports of a selection are in shadow mode. No figure has them; their months are those
   * of their first versions, too.
   */
  int inShadowMode(Selection selection);

  /**
   * What the figures can be limited to, in alphabetical order.
   *
   * @param checks types of the problems that were flagged
   */
  record Values(List<String> sites, List<String> modalities, List<String> checks) {
    public Values {
      sites = List.copyOf(sites);
      modalities = List.copyOf(modalities);
      checks = List.copyOf(checks);
    }
  }

  Values values();
}
