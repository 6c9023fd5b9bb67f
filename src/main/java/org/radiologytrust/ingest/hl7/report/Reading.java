package org.radiologytrust.ingest.hl7.report;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.hl7.mapping.MappedField;
import org.radiologytrust.ingest.hl7.mapping.Rule;
import org.radiologytrust.ingest.hl7.mapping.SiteMapping;
import org.radiologytrust.ingest.hl7.mapping.Trace;
import org.radiologytrust.ingest.hl7.message.OrderGroup;
import org.radiologytrust.ingest.hl7.message.Segment;

/**
 * What the readers of a message share: the mapping of its facility, the lists of codes, and who is
 * told what was read.
 */
public record Reading(SiteMapping mapping, RadiologyCodes codes, Trace trace) {

  /** A value with the rule by which it was found. */
  record Found(String value, Rule rule, Segment segment) {}

  /** A repetition of a field with the rule that names the field. */
  record Repetition(String text, Rule rule, Segment segment) {
    /** A component of it, from 1. */
    String component(int number) {
      return segment.part(text, number);
    }
  }

  /**
   * The first value of an order that a mapping's fields have and that is accepted; null if there is
   * none.
   */
  @Nullable Found first(MappedField field, OrderGroup group, Predicate<String> accepted) {
    return first(field, group, accepted, repetition -> false);
  }

  /**
   * Like {@link #first(MappedField, OrderGroup, Predicate)}.
   *
   * @param passedOver repetitions whose values do not count
   */
  @Nullable Found first(
      MappedField field,
      OrderGroup group,
      Predicate<String> accepted,
      Predicate<Repetition> passedOver) {
    Found found = first(mapping.rules(field), group, accepted, passedOver);
    if (found != null) {
      used(found, field.words);
    }
    return found;
  }

  /** The first accepted value of these fields; null if there is none. */
  static @Nullable Found first(List<Rule> rules, OrderGroup group, Predicate<String> accepted) {
    return first(rules, group, accepted, repetition -> false);
  }

  private static @Nullable Found first(
      List<Rule> rules,
      OrderGroup group,
      Predicate<String> accepted,
      Predicate<Repetition> passedOver) {
    for (Rule rule : rules) {
      for (Segment segment : group.all(rule.path().segment())) {
        for (String repetition : rule.path().repetitions(segment)) {
          String value = rule.path().value(segment, repetition);
          if (!value.isEmpty()
              && accepted.test(value)
              && !passedOver.test(new Repetition(repetition, rule, segment))) {
            return new Found(value, rule, segment);
          }
        }
      }
    }
    return null;
  }

  /** The first value of the fields; empty if there is none. */
  String value(MappedField field, OrderGroup group) {
    Found found = first(field, group, value -> true);
    return found == null ? "" : found.value();
  }

  /** For a refusal: which fields the facility's mapping reads; empty for the shipped one. */
  String explained(MappedField field) {
    List<Rule> rules = mapping.rules(field);
    return rules.isEmpty() || rules.get(0).where().equals(Rule.SHIPPED)
        ? ""
        : " ("
            + rules.get(0).where()
            + " reads "
            + rules.stream().map(rule -> rule.path().text()).collect(Collectors.joining(", "))
            + ")";
  }

  /** Tells that a field was used that no mapping changes. */
  void used(Segment segment, int field, String as) {
    String value = segment.value(field, 1);
    if (!value.isEmpty()) {
      trace.used(segment, segment.name() + "-" + field, as, Rule.SHIPPED, value);
    }
  }

  void used(Found found, String as) {
    trace.used(
        found.segment(), found.rule().path().place(), as, found.rule().where(), found.value());
  }
}
