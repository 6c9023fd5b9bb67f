package org.radiologytrust.journal.quality;

import java.util.List;

/**
 * What the page of figures shows.
 *
 * @param rows in the order of their groups, then the loudest first
 * @param total one row for each strength of all groups together, the loudest first
 */
public record FigureTable(List<FigureRow> rows, List<FigureRow> total) {
  public FigureTable {
    rows = List.copyOf(rows);
    total = List.copyOf(total);
  }
}
