package org.radiologytrust.journal.quality;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.quality.Readings.Answer;
import org.radiologytrust.journal.quality.Readings.Kind;
import org.radiologytrust.journal.quality.Readings.Sizes;

/** Draws the samples of some weeks anew, and has one person answer all of them. */
public final class RedrawnSamples {
  private RedrawnSamples() {}

  /**
   * What was drawn.
   *
   * @param problem key of a flag; empty for a report
   */
  public record Item(Kind kind, UUID run, String problem) {}

  /**
   * In one commit; what was drawn and answered before is gone.
   *
   * @param at when the samples of the week before are drawn
   * @param seed the same one draws the same
   */
  public static void redraw(
      Journal journal, List<Instant> at, Sizes sizes, long seed, Function<Item, Answer> answers) {
    Random random = new Random(seed);
    OpenedJournal.db(journal)
        .write(
            tx -> {
              for (String table : List.of("reading_answer", "reading_item", "reading_list")) {
                tx.update("delete from " + table);
              }
              for (Instant one : at) {
                new Drawing(tx, one, random::nextLong).draw(sizes);
              }
              for (Object[] item :
                  tx.list(
                      "select id, kind, run_id, problem from reading_item",
                      rs ->
                          new Object[] {
                            rs.getString("id"),
                            new Item(
                                Kind.of(rs.getString("kind")),
                                UUID.fromString(rs.getString("run_id")),
                                rs.getString("problem"))
                          })) {
                tx.update(
                    """
                    insert into reading_answer (id, item, username, number, answer, answered_at)
                    values (?, ?, 'ann', 1, ?, 0)
                    """,
                    item[0],
                    item[0],
                    answers.apply((Item) item[1]).code());
              }
              return null;
            });
  }
}
