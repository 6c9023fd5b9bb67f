package org.radiologytrust.page.worklist;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.page.door.FilterValues;

/**
 * What a person searches for and shows in the worklist. It is kept in the session, because an
 * address would carry a patient's name into logs and histories.
 *
 * @param text the search
 * @param states those that are shown; never empty. A search looks in all
 * @param mine whether only reports are shown that name the person who looks
 * @param type the type of a problem
 * @param preliminary whether only reports that are not final are shown
 */
record Choice(
    String text,
    Set<Worklist.State> states,
    String site,
    String modality,
    String bodyPart,
    String radiologist,
    String type,
    boolean mine,
    boolean preliminary,
    Period period) {
  private static final Set<Worklist.State> ALL = EnumSet.allOf(Worklist.State.class);

  /** Where a person has something to do. */
  private static final Set<Worklist.State> STATES = Worklist.State.TO_DO;

  /** What is to do of the last 24 hours. */
  static final Choice FIRST = new Choice("", STATES, "", "", "", "", "", false, false, Period.DAY);

  Choice {
    states = states.isEmpty() ? usual(text) : Set.copyOf(states);
  }

  private static Set<Worklist.State> usual(String text) {
    return text.isEmpty() ? STATES : ALL;
  }

  /** The criteria that can be taken away one by one. */
  enum Criterion {
    STATES,
    SITE,
    MODALITY,
    BODY_PART,
    RADIOLOGIST,
    TYPE,
    MINE,
    PRELIMINARY,
    PERIOD;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean chip() {
      return this != STATES && this != MINE && this != PRELIMINARY;
    }

    /** Empty if there is no such criterion. */
    static Optional<Criterion> of(String code) {
      return Stream.of(values()).filter(c -> c.code().equals(code)).findFirst();
    }
  }

  /** After a form of the worklist: the search, the filters, or a button that takes one away. */
  Choice changed(Function<String, List<String>> form) {
    Choice changed = this;
    if (!form.apply("filters").isEmpty()) {
      changed = filtered(form);
    } else if (!form.apply("text").isEmpty()) {
      changed = searched(form);
    } else if (!form.apply("only").isEmpty()) {
      changed = only(one(form, "only"));
    } else if (!form.apply("toggle").isEmpty()) {
      changed = toggled(one(form, "toggle"));
    } else if (!form.apply("clear").isEmpty()) {
      changed = FIRST.with(text).within(Period.of(one(form, "clear")));
    } else if (!form.apply("period").isEmpty()) {
      changed = within(Period.of(one(form, "period")));
    }
    return Criterion.of(one(form, "without")).map(changed::without).orElse(changed);
  }

  /** The form of the search: other criteria stay, and it looks in all states. */
  private Choice searched(Function<String, List<String>> form) {
    return with(one(form, "text"));
  }

  /** One state alone; what is to do if it was alone already, and for any other word. */
  private Choice only(String code) {
    Set<Worklist.State> one =
        ALL.stream()
            .filter(state -> state.code().equals(code))
            .collect(Collectors.toUnmodifiableSet());
    return showing(one.equals(states) ? Set.of() : one.isEmpty() ? STATES : one);
  }

  /**
   * With this criterion, as its button would choose it.
   *
   * @param criterion mine or preliminary
   */
  Choice with(Criterion criterion) {
    boolean chosen = criterion == Criterion.MINE ? mine : preliminary;
    return chosen ? this : toggled(criterion.code());
  }

  private Choice toggled(String criterion) {
    return criterion.equals(Criterion.MINE.code())
        ? new Choice(text, states, site, modality, bodyPart, "", type, !mine, preliminary, period)
        : new Choice(
            text, states, site, modality, bodyPart, radiologist, type, mine, !preliminary, period);
  }

  private Choice showing(Set<Worklist.State> shown) {
    return new Choice(
        text, shown, site, modality, bodyPart, radiologist, type, mine, preliminary, period);
  }

  /** The form of the filters: the search stays. A box that is not ticked is left out. */
  private Choice filtered(Function<String, List<String>> form) {
    String named = one(form, "radiologist");
    return new Choice(
        text,
        ticked(form, "state"),
        one(form, "site"),
        one(form, "modality"),
        one(form, "bodyPart"),
        named,
        one(form, "type"),
        mine && named.isEmpty(),
        !form.apply("preliminary").isEmpty(),
        Period.of(one(form, "period")));
  }

  Choice within(Period time) {
    return new Choice(
        text, states, site, modality, bodyPart, radiologist, type, mine, preliminary, time);
  }

  Choice without(Criterion criterion) {
    return new Choice(
        text,
        criterion == Criterion.STATES ? usual(text) : states,
        criterion == Criterion.SITE ? "" : site,
        criterion == Criterion.MODALITY ? "" : modality,
        criterion == Criterion.BODY_PART ? "" : bodyPart,
        criterion == Criterion.RADIOLOGIST ? "" : radiologist,
        criterion == Criterion.TYPE ? "" : type,
        criterion != Criterion.MINE && mine,
        criterion != Criterion.PRELIMINARY && preliminary,
        criterion == Criterion.PERIOD ? Period.ALL : period);
  }

  /** With another search: a search looks in all states, and without one, what is to do is shown. */
  Choice with(String search) {
    return new Choice(
        search,
        search.equals(text) ? states : usual(search),
        site,
        modality,
        bodyPart,
        radiologist,
        type,
        mine,
        preliminary,
        period);
  }

  /**
   * What is kept beyond the log-in: neither the search, which may name a patient, nor the states. A
   * list that begins with one state alone would look as if nothing else were to do.
   */
  Choice lasting() {
    return with("").without(Criterion.STATES);
  }

  /** The search with this criterion alone. */
  Choice only(Criterion criterion) {
    Choice only = this;
    for (Criterion other : Criterion.values()) {
      only = other == criterion ? only : only.without(other);
    }
    return only;
  }

  /** The search without any criterion. */
  Choice everywhere() {
    return new Choice(text, ALL, "", "", "", "", "", false, false, Period.ALL);
  }

  /** The criteria that leave reports out, without the search; the usual time is one of them. */
  List<Criterion> filters() {
    return Stream.of(Criterion.values()).filter(c -> !without(c).equals(this)).toList();
  }

  /** Those of them that no other button of the page shows. */
  List<Criterion> chips() {
    return filters().stream().filter(Criterion::chip).toList();
  }

  /** Those of them that leave reports out of the sums: neither the time nor the states. */
  List<Criterion> filtered() {
    return filters().stream().filter(c -> c != Criterion.STATES && c != Criterion.PERIOD).toList();
  }

  /** Whether only the time and the states leave reports out. */
  boolean plain() {
    return text.isEmpty() && filtered().isEmpty();
  }

  /** Whether what is to do is shown, whatever else is chosen. */
  boolean toDo() {
    return states.equals(STATES);
  }

  /** Whether only this state is shown. */
  boolean alone(Worklist.State state) {
    return states.equals(Set.of(state));
  }

  /**
   * The journal's form of it.
   *
   * @param own the names under which reports name the person who looks
   */
  Worklist.Filter filter(Instant now, Set<String> own) {
    return filter(now, own, states);
  }

  /** The same, for reports in one state only. */
  Worklist.Filter in(Worklist.State state, Instant now, Set<String> own) {
    return filter(now, own, Set.of(state));
  }

  private Worklist.Filter filter(Instant now, Set<String> own, Set<Worklist.State> which) {
    Set<String> named = radiologist.isEmpty() ? Set.of() : Set.of(radiologist);
    return new Worklist.Filter(
        text,
        which.equals(ALL) ? Set.of() : which,
        site,
        modality,
        bodyPart,
        mine ? own : named,
        type,
        preliminary,
        period.since(now));
  }

  private static String one(Function<String, List<String>> form, String field) {
    return FilterValues.of(form.apply(field).stream().findFirst().orElse(""));
  }

  private static Set<Worklist.State> ticked(Function<String, List<String>> form, String field) {
    List<String> codes = form.apply(field);
    return ALL.stream()
        .filter(state -> codes.contains(state.code()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Withholds the search, which may name a patient. */
  @Override
  public String toString() {
    return "Choice";
  }
}
