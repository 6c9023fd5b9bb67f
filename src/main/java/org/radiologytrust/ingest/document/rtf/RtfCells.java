package org.radiologytrust.ingest.document.rtf;

import com.rtfparserkit.rtf.Command;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Rgb;

/** The colours of the cells of an RTF's table row. Rows of tables in tables are not followed. */
final class RtfCells {
  /**
   * @param covered whether the pattern covers the colour below it
   * @param front number of the pattern's colour
   * @param back number of the colour below it
   */
  private record Cell(boolean covered, int front, int back) {
    static final Cell PLAIN = new Cell(false, 0, 0);
  }

  private static final int COVERS = 5_000;

  private final List<Cell> row = new ArrayList<>();
  private Cell next = Cell.PLAIN;
  private int at;

  /** Is told every command of the shown text. */
  void command(Command command, int parameter) {
    switch (command) {
      case trowd -> {
        row.clear();
        next = Cell.PLAIN;
      }
      case clcbpat -> next = new Cell(next.covered, next.front, parameter);
      case clcfpat -> next = new Cell(next.covered, parameter, next.back);
      case clshdng -> next = new Cell(parameter >= COVERS, next.front, next.back);
      case cellx -> {
        row.add(next);
        next = Cell.PLAIN;
      }
      case cell -> at++;
      case row -> at = 0;
      default -> {}
    }
  }

  /** Whether the row's definition says how the cell looks in which text stands now. */
  boolean known() {
    return at < row.size();
  }

  /** The colour of that cell; null if it has none. */
  @Nullable Rgb color(RtfColors colors) {
    Cell cell = row.get(at);
    return colors.shaded(cell.covered, cell.front, cell.back);
  }
}
