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
import org.radiologytrust.model.Label;

/**
 * What a person searches for and shows in the worklist. It is kept in the session, because an
 * address would carry a patient's name into logs and histories.
 *
 * @param text the search
 * @param states those that are shown; never empty
 * @param labels those that are shown; never empty
 * @param type the type of a problem
 */
record Choice(
    String text,
    Set<Worklist.State> states,
    Set<Label> labels,
    String site,
    String modality,
    String bodyPart,
    String radiologist,
    String type,
    Period period) {
  /** The labels that a problem can have. */
  static final Set<Label> LABELS = Set.of(Label.NEEDS_REVIEW, Label.UNCERTAIN);

  private static final Set<Worklist.State> STATES = EnumSet.allOf(Worklist.State.class);

  /** Longer values match nothing that the journal holds. */
  private static final int MAX_LENGTH = 200;

  /** Everything of the last 24 hours. */
  static final Choice FIRST = new Choice("", STATES, LABELS, "", "", "", "", "", Period.DAY);

  Choice {
    states = states.isEmpty() ? STATES : Set.copyOf(states);
    labels = labels.isEmpty() ? LABELS : Set.copyOf(labels);
  }

  /** The criteria that can be taken away one by one. */
  enum Criterion {
    STATES,
    LABELS,
    SITE,
    MODALITY,
    BODY_PART,
    RADIOLOGIST,
    TYPE,
    PERIOD;

    String code() {
      return name().toLowerCase(Locale.ROOT);
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
    } else if (!form.apply("clear").isEmpty()) {
      changed = FIRST.with(text).within(Period.of(one(form, "clear")));
    } else if (!form.apply("period").isEmpty()) {
      changed = within(Period.of(one(form, "period")));
    }
    return Criterion.of(one(form, "without")).map(changed::without).orElse(changed);
  }

  /** The form of the search: other criteria stay. */
  private Choice searched(Function<String, List<String>> form) {
    return with(one(form, "text"));
  }

  /** The form of the filters: the search stays. A box that is not ticked is left out. */
  private Choice filtered(Function<String, List<String>> form) {
    return new Choice(
        text,
        ticked(form, "state", STATES, Worklist.State::code),
        ticked(form, "label", LABELS, Label::code),
        one(form, "site"),
        one(form, "modality"),
        one(form, "bodyPart"),
        one(form, "radiologist"),
        one(form, "type"),
        Period.of(one(form, "period")));
  }

  Choice within(Period time) {
    return new Choice(text, states, labels, site, modality, bodyPart, radiologist, type, time);
  }

  Choice without(Criterion criterion) {
    return new Choice(
        text,
        criterion == Criterion.STATES ? STATES : states,
        criterion == Criterion.LABELS ? LABELS : labels,
        criterion == Criterion.SITE ? "" : site,
        criterion == Criterion.MODALITY ? "" : modality,
        criterion == Criterion.BODY_PART ? "" : bodyPart,
        criterion == Criterion.RADIOLOGIST ? "" : radiologist,
        criterion == Criterion.TYPE ? "" : type,
        criterion == Criterion.PERIOD ? Period.ALL : period);
  }

  Choice with(String search) {
    return new Choice(search, states, labels, site, modality, bodyPart, radiologist, type, period);
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
    return FIRST.with(text).within(Period.ALL);
  }

  /** The criteria that leave reports out, without the search; the usual time is one of them. */
  List<Criterion> filters() {
    return Stream.of(Criterion.values()).filter(c -> !without(c).equals(this)).toList();
  }

  /** Whether only the time leaves reports out. */
  boolean plain() {
    return text.isEmpty() && without(Criterion.PERIOD).equals(FIRST.without(Criterion.PERIOD));
  }

  /** The journal's form of it. */
  Worklist.Filter filter(Instant now) {
    return new Worklist.Filter(
        text,
        states.equals(STATES) ? Set.of() : states,
        labels.equals(LABELS) ? Set.of() : labels,
        site,
        modality,
        bodyPart,
        radiologist,
        type,
        period.since(now));
  }

  /** The same, for reports with open problems only. */
  Worklist.Filter open(Instant now) {
    Worklist.Filter all = filter(now);
    return new Worklist.Filter(
        all.text(),
        Set.of(Worklist.State.OPEN),
        all.labels(),
        all.site(),
        all.modality(),
        all.bodyPart(),
        all.radiologist(),
        all.type(),
        all.since());
  }

  private static String one(Function<String, List<String>> form, String field) {
    String value = form.apply(field).stream().findFirst().orElse("").strip();
    return value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value;
  }

  private static <T> Set<T> ticked(
      Function<String, List<String>> form, String field, Set<T> all, Function<T, String> code) {
    List<String> codes = form.apply(field);
    return all.stream()
        .filter(value -> codes.contains(code.apply(value)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Withholds the search, which may name a patient. */
  @Override
  public String toString() {
    return "Choice";
  }
}
