package org.radiologytrust.page.quality;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.stop.Breaches.Breach;
import org.radiologytrust.journal.stop.Breaches.Look;
import org.radiologytrust.journal.stop.Breaches.Place;
import org.radiologytrust.journal.stop.Breaches.What;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.stop.StopDesk;
import org.radiologytrust.stop.StopRule;
import org.radiologytrust.strengths.StrengthDesk;

/** The checks that left their band, as the page of figures shows them, and what people answer. */
public final class StopAnswers {
  private static final String NUMBER = "\\d{1,6}";

  private final StopDesk desk;
  private final StrengthDesk strengths;
  private final Titles titles;

  public StopAnswers(StopDesk desk, StrengthDesk strengths, Titles titles) {
    this.desk = desk;
    this.strengths = strengths;
    this.titles = titles;
  }

  /**
   * What the page shows.
   *
   * @param breaches the oldest first
   * @param looked when the checks were judged, in words; empty before the first time
   * @param unknown in how many respects nothing can be said, of {@code judged}
   * @param days for how long an answer holds
   */
  record Shown(List<Row> breaches, String looked, int judged, int unknown, int days) {
    Shown {
      breaches = List.copyOf(breaches);
    }

    long waiting() {
      return breaches.stream().filter(Row::waits).count();
    }
  }

  /**
   * A check that left its band.
   *
   * @param mayBeQuiet whether a person may make it quiet
   */
  record Row(String name, Breach breach, boolean waits, boolean mayBeQuiet) {
    String since() {
      return Times.dateTime(breach.began());
    }

    String ended() {
      return breach.ended() == null ? "" : Times.dateTime(breach.ended());
    }

    String answered() {
      return breach.answer() == null
          ? ""
          : (breach.answer().what() == What.QUIET ? "made quiet" : "seen, goes on")
              + ", "
              + Times.dateTime(breach.answer().at());
    }
  }

  Shown shown() {
    Optional<Look> last = desk.last();
    return new Shown(
        desk.open().stream().map(this::row).toList(),
        last.map(Look::at).map(Times::dateTime).orElse(""),
        last.map(Look::judged).orElse(0),
        last.map(Look::unknown).orElse(0),
        desk.days());
  }

  /** Those that went on at some time from {@code from} to before {@code to}. */
  List<Row> between(Instant from, Instant to) {
    return desk.between(from, to).stream().map(this::row).toList();
  }

  private Row row(Breach breach) {
    String check = breach.place().check();
    boolean together = check.equals(StopRule.ALL_CHECKS);
    return new Row(
        together ? "All checks together" : titles.of(check),
        breach,
        desk.waits(breach),
        !together && !StrengthRow.alwaysTells(check));
  }

  /**
   * Stores the answer of a form.
   *
   * @return why it is not possible; empty if it is stored
   */
  String answer(PageRequest form) {
    Optional<What> what = What.of(form.field("answer"));
    if (what.isEmpty()
        || !form.field("number").matches(NUMBER)
        || !form.field("seen").matches(NUMBER)) {
      return "the form is not complete: load the page again";
    }
    Place place = new Place(form.field("check"), form.field("kind"), form.field("strength"));
    int number = Integer.parseInt(form.field("number"));
    int seen = Integer.parseInt(form.field("seen"));
    String reason = form.field("reason").strip();
    try {
      desk.require(place, number, seen, reason);
      if (what.get() == What.QUIET) {
        // first: no answer may say that it is quiet while it is not
        strengths.quiet(place.check(), form.user());
      }
      desk.answer(place, number, seen, what.get(), reason, form.user());
      return "";
    } catch (StopDesk.Refused | StrengthDesk.Refused e) {
      return e.getMessage();
    }
  }
}
