package org.radiologytrust.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.review.Decision.Kind;

@Tag("safety")
class SamePatientTest {
  private static Decision decision(
      Kind kind, String user, boolean operator, @Nullable UUID undoes) {
    return Decision.of(UUID.randomUUID(), new UUID(0, 1), Problem.OTHER_PATIENT, kind, user)
        .operator(operator)
        .undoes(undoes)
        .build();
  }

  /**
   * Such as {@code ann OTTO images:bob undo:2}: who says that it is the same patient, an operator
   * in capitals; who says that the images are wrong; which decision is undone, from 1.
   */
  private static List<Decision> said(String line) {
    List<Decision> all = new ArrayList<>();
    for (String word : line.split(" ")) {
      String[] parts = word.split(":");
      if (parts[0].equals("undo")) {
        UUID of = all.get(Integer.parseInt(parts[1]) - 1).id();
        all.add(decision(Kind.UNDO, "zoe", false, of));
      } else if (parts[0].equals("images")) {
        all.add(decision(Kind.WRONG_IMAGES, parts[1], false, null));
      } else {
        boolean operator = word.equals(word.toUpperCase(Locale.ROOT));
        all.add(decision(Kind.SAME_PATIENT, word, operator, null));
      }
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "ann, false, 0",
    "OTTO, false, 0",
    "ann OTTO, true, 1",
    "OTTO ann, true, 1",
    "OTTO OLGA, true, 1",
    "ann bob, false, 0",
    "ann bob OTTO, true, 1",
    // one person with both roles, or with a name in another case
    "BETH beth, false, 0",
    "ann ANN, false, 0",
    // somebody says otherwise
    "ann images:bob OTTO, false, 0",
    "images:bob ann OTTO, true, 1",
    "ann OTTO images:bob, false, 1",
    // and takes that back
    "ann images:bob OTTO undo:2, true, 1",
    // taken back, and said again
    "ann OTTO undo:2, false, 1",
    "ann OTTO undo:1, false, 1",
    "ann OTTO undo:2 OLGA, true, 2",
    "ann undo:1 OTTO, false, 0",
  })
  void twoPeopleConfirm(String line, boolean confirmed, int times) {
    SamePatient same = SamePatient.of(said(line));
    assertEquals(confirmed, same.confirmed());
    assertEquals(times, same.confirmations());
  }
}
