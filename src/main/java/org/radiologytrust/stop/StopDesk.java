package org.radiologytrust.stop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.quality.Acceptances;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.Quality;
import org.radiologytrust.journal.quality.Selection;
import org.radiologytrust.journal.stop.Breaches;
import org.radiologytrust.journal.stop.Breaches.Breach;
import org.radiologytrust.journal.stop.Breaches.Found;
import org.radiologytrust.journal.stop.Breaches.Look;
import org.radiologytrust.journal.stop.Breaches.Place;
import org.radiologytrust.journal.stop.Breaches.What;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.Strength;
import org.radiologytrust.stop.Band.Origin;
import org.radiologytrust.stop.Judged.State;

/** Judges the checks by the stop rule, and takes what people answer. */
public final class StopDesk {
  private static final int LONGEST = 300;

  private final Quality quality;
  private final Breaches breaches;
  private final Acceptances acceptances;
  private final StopLimits limits;
  private final List<String> checks;
  private final SteadyClock clock;

  /**
   * @param checks the ids of all checks
   */
  public StopDesk(Journal journal, StopLimits limits, List<String> checks) {
    this.quality = journal.quality();
    this.breaches = journal.breaches();
    this.acceptances = journal.acceptances();
    this.limits = limits;
    this.checks = List.copyOf(checks);
    this.clock = journal.clock();
  }

  /** An answer that is not possible; the message says why, and what to do. */
  public static final class Refused extends RuntimeException {
    Refused(String message) {
      super(message, null, false, false);
    }
  }

  /** Judges all checks now, and stores what left its band. Called by the route stop-rule. */
  public void look() {
    List<Judged> all = judged(clock.instant());
    breaches.looked(
        all.stream()
            .filter(one -> one.state() == State.LEFT)
            .map(one -> new Found(place(one), one.words()))
            .toList(),
        all.stream().filter(one -> one.state() == State.WITHIN).map(StopDesk::place).toList(),
        (int) all.stream().filter(one -> one.state() == State.UNKNOWN).count());
  }

  private static Place place(Judged one) {
    return new Place(
        one.check(), one.kind().code(), one.strength() == null ? "" : one.strength().word());
  }

  /**
   * All that is judged of the window that ends now, in the order of the checks, and all together.
   */
  public List<Judged> judged(Instant now) {
    Instant begin = now.minus(Duration.ofDays(limits.days()));
    Collection<String> all = new TreeSet<>(checks);
    all.addAll(quality.values().checks());
    List<CheckWindow> past =
        windows(
            Selection.received(begin.minus(Duration.ofDays(limits.past())), begin), all, Map.of());
    StopRule rule = new StopRule(limits);
    Selection window = Selection.received(begin, now);
    List<Judged> judged =
        new ArrayList<>(
            rule.judged(windows(window, all, quality.quietFor(all)), bands(rule, all, past)));
    acceptances
        .band()
        .ifPresent(
            accepted ->
                quality.figures(window, By.ALL, "").stream()
                    .filter(row -> row.strength() == Strength.TELL)
                    .map(row -> rule.together(row, accepted.wrongHigh(), accepted.rightLow()))
                    .forEach(judged::addAll));
    return judged;
  }

  private List<CheckWindow> windows(
      Selection selection, Collection<String> of, Map<String, Integer> quietFor) {
    return CheckWindow.of(quality.ofChecks(selection, of), quality.verdicts(selection), quietFor);
  }

  /** The site's own, what it does not say as a person accepted it, and then as it was before. */
  private Map<String, Band> bands(StopRule rule, Collection<String> of, List<CheckWindow> past) {
    Map<String, Band> bands = new AcceptedBands(acceptances, rule, limits).all(of);
    for (CheckWindow window : past) {
      bands.merge(window.check(), rule.band(Origin.PAST, window), Band::or);
    }
    for (StopLimits.OwnBand own : limits.bands()) {
      bands.merge(own.check(), own.band(), (band, set) -> set.or(band));
    }
    return bands;
  }

  public Optional<Look> last() {
    return breaches.last();
  }

  /** The breaches that go on, the oldest first. */
  public List<Breach> open() {
    return breaches.open();
  }

  /** Those that went on at some time from {@code from} to before {@code to}, the oldest first. */
  public List<Breach> between(Instant from, Instant to) {
    return breaches.between(from, to);
  }

  /** Whether a person has to look at it: an answer holds for the length of one window. */
  public boolean waits(Breach breach) {
    return breach.ended() == null && !breach.answeredSince(clock.instant().minus(holds()));
  }

  private Duration holds() {
    return Duration.ofDays(limits.days());
  }

  /** For how many days an answer holds. */
  public int days() {
    return limits.days();
  }

  /** The checks of which breaches wait for a person, by name. */
  List<String> waiting() {
    return open().stream()
        .filter(this::waits)
        .map(breach -> breach.place().check())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Stores what a person answered.
   *
   * @param number of the breach
   * @param seen number of the last answer that the person saw; 0 if there was none
   * @param reason in words that name nobody
   * @throws Refused if it is not possible
   */
  public void answer(Place place, int number, int seen, What what, String reason, String user) {
    require(place, number, seen, reason);
    if (!breaches.answer(place, number, seen, what, reason.strip(), user)) {
      throw meanwhile();
    }
  }

  /**
   * Whether an answer is possible now.
   *
   * @throws Refused if it is not
   */
  public void require(Place place, int number, int seen, String reason) {
    if (reason.isBlank() || reason.length() > LONGEST) {
      throw new Refused("give a reason of at most " + LONGEST + " characters, which names nobody");
    }
    boolean same =
        open().stream()
            .filter(breach -> breach.place().equals(place) && breach.number() == number)
            .anyMatch(breach -> breach.seen() == seen);
    if (!same) {
      throw meanwhile();
    }
  }

  private static Refused meanwhile() {
    return new Refused("it has ended, or somebody else has answered meanwhile: look at it again");
  }
}
