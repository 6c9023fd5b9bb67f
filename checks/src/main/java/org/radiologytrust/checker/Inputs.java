package org.radiologytrust.checker;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.checks.Rule;

/** What checks need, in the terms of the library and of the engine. */
final class Inputs {
  private Inputs() {}

  static Set<Rule.Input> of(Set<CheckInput> needs) {
    return needs.stream().flatMap(Inputs::input).collect(Collectors.toSet());
  }

  private static Stream<Rule.Input> input(CheckInput input) {
    return switch (input) {
      case PROCEDURE, ORDERED_SIDE, ORDERED_MODALITY, ORDERED_BODY_PART ->
          Stream.of(Rule.Input.ORDER);
      case SEX -> Stream.of(Rule.Input.SEX);
      case BIRTH_DATE -> Stream.of(Rule.Input.BIRTH_DATE);
      case STUDY_DATE -> Stream.of(Rule.Input.STUDY_DATE);
      case IMAGES -> Stream.of(Rule.Input.IMAGES);
      case EARLIER -> Stream.of(Rule.Input.EARLIER);
      // a caller of the library always gives the whole text
      case WHOLE_TEXT -> Stream.empty();
    };
  }

  static Set<CheckInput> engine(Set<Rule.Input> needs) {
    return needs.stream().map(Inputs::engine).collect(Collectors.toSet());
  }

  private static CheckInput engine(Rule.Input input) {
    return switch (input) {
      case ORDER -> CheckInput.PROCEDURE;
      case SEX -> CheckInput.SEX;
      case BIRTH_DATE -> CheckInput.BIRTH_DATE;
      case STUDY_DATE -> CheckInput.STUDY_DATE;
      case IMAGES -> CheckInput.IMAGES;
      case EARLIER -> CheckInput.EARLIER;
    };
  }
}
