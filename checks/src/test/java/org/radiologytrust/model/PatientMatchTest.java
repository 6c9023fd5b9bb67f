package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("safety")
class PatientMatchTest {
  /**
   * Each patient as {@code ids; family; given; birth date; sex}, ids as {@code authority:value};
   * then whether they may be one, and otherwise what contradicts.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the same
          A:1;Roe;Janet;1961-02-03;F | A:1;ROE;JANET;1961-02-03;F | one
          A:1;Roe;Janet;1961-02-03;F | :1;;;; | one
          A:1;Roe;Janet;1961-02-03;F | ;;;; | one
          A:1 B:9;Roe;Janet;; | B:9 C:4;Roe;Janet;; | one
          # one error, and all else agrees
          A:1;Roe;Janet;1961-02-03;F | A:1;Roe;Janet;1961-02-03;M | one
          A:1;Roe;Janet;;F | A:1;Roe;Janet;;M | one
          A:1;Roe;Janet;1961-02-03;F | A:1;Roe;Janet;1961-03-02;F | one
          A:1;Roe;Janet;1961-02-03;F | A:1;Roe;Janet;1967-02-03;F | one
          A:1;Roe;Janet;1961-02-03;F | A:1;Roe;Janet;1999-09-09;F | one
          # names: order, case, marks, hyphens, married, transcribed
          A:1;Müller-Lüdenscheidt;Zoë;1961-02-03;F | A:1;LUDENSCHEIDT;ZOE;1961-02-03;F | one
          A:1;Roe;Janet;1961-02-03;F | A:1;Janet;Roe;1961-02-03;F | one
          A:1;Roe;Janet;1961-02-03;F | A:1;Doe;Janet;1961-02-03;F | one
          A:1;Roe;Janet;1961-02-03;F | A:1;Miller;Ann;1961-02-03;F | one
          # other ids of one authority, or of one that nobody names
          A:1;Roe;Janet;1961-02-03;F | A:2;Roe;Janet;1961-02-03;F | IDENTIFIER
          A:1;Roe;Janet;1961-02-03;F | :2;Roe;Janet;1961-02-03;F | IDENTIFIER
          A:1;Roe;Janet;; | A:2;Miller;Ann;; | IDENTIFIER NAME
          # twins
          A:1;Roe;Janet;1961-02-03;F | A:2;Roe;Ann;1961-02-03;F | IDENTIFIER
          # ids of two authorities
          A:1;Roe;Janet;1961-02-03;F | B:2;Roe;Janet;1961-02-03;F | one
          A:1;;;; | B:2;;;; | IDENTIFIER
          A:1;Roe;Janet;1961-02-03;F | B:2;Miller;Ann;1961-02-03;F | IDENTIFIER NAME
          # an id with a typing error is another patient's
          A:1;Roe;Janet;; | A:1;Miller;Ann;; | NAME
          A:1;Roe;Janet;1961-02-03;F | A:1;Miller;Ann;1999-09-09;F | NAME BIRTH_DATE
          A:1;Roe;Janet;1961-02-03;F | A:1;Roe;Janet;1999-09-09;M | BIRTH_DATE SEX
          A:1;;;1961-02-03;F | A:1;;;1999-09-09;F | BIRTH_DATE
          A:1;;;;F | A:1;;;;M | SEX
          # no id on one side
          A:1;Roe;Janet;1961-02-03;F | ;Roe;Janet;1961-02-03;F | one
          A:1;Roe;Janet;1961-02-03;F | ;Roe;Ann;1999-09-09;F | BIRTH_DATE
          A:1;Roe;Janet;1961-02-03;F | ;Roe;John;1961-02-03;M | SEX
          A:1;;;1961-02-03;F | ;;;1961-03-02; | BIRTH_DATE
          """)
  void cases(String a, String b, String expected) {
    for (PatientMatch match :
        List.of(PatientMatch.of(patient(a), patient(b)), PatientMatch.of(patient(b), patient(a)))) {
      assertEquals(expected, found(match));
    }
  }

  /** As above, for two mentions in one message: what it changes, and what it must not change. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # numbers of other systems
          A:1;Roe;Janet;1961-02-03;F | B:2;Roe;Janet;1961-02-03;F | one
          A:1;;;; | B:2;;;; | one
          A:1;Roe;Janet;1961-02-03;F | :2;Roe;Janet;1961-02-03;F | one
          A:1;Roe;Janet;1961-02-03; | :2;Janet;Roe;1961-02-03;F | one
          # an authority that nobody names, and not enough that agrees
          A:1;;;; | :2;;;; | IDENTIFIER
          A:1;Roe;Janet;;F | :2;Roe;Janet;;F | IDENTIFIER
          A:1;Roe;Janet;1961-02-03;F | :2;Roe;Ann;1961-02-03;F | IDENTIFIER
          A:1;Roe;Janet;1961-02-03;F | :2;Roe;Janet;1961-03-02;F | IDENTIFIER BIRTH_DATE
          # the same authority
          A:1;Roe;Janet;1961-02-03;F | A:2;Roe;Janet;1961-02-03;F | IDENTIFIER
          A:1 B:3;Roe;Janet;1961-02-03;F | A:2 B:3;Roe;Janet;1961-02-03;F | IDENTIFIER
          # other persons
          A:1;Roe;Janet;1961-02-03;F | B:2;Miller;Ann;1961-02-03;F | NAME
          A:1;Roe;Janet;1961-02-03;F | A:1;Miller;Ann;1999-09-09;F | NAME BIRTH_DATE
          A:1;Roe;Janet;1961-02-03;F | ;;;1999-09-09; | BIRTH_DATE
          A:1;Roe;Janet;1961-02-03;F | ;Roe;John;1961-02-03;M | SEX
          # two scripts
          A:1;Yamada;Taro;1961-02-03;M | B:2;山田;太郎;1961-02-03;M | one
          A:1;Ivanova;Anna;1961-02-03;F | B:2;Иванова;Анна;1999-09-09;F | BIRTH_DATE
          A:1;Ivanova;Anna;1961-02-03;F | B:2;Petrova Петрова;Olga Ольга;1961-02-03;F | NAME
          """)
  void mentionsInOneMessage(String a, String b, String expected) {
    for (PatientMatch match :
        List.of(
            PatientMatch.inOneMessage(patient(a), patient(b)),
            PatientMatch.inOneMessage(patient(b), patient(a)))) {
      assertEquals(expected, found(match));
    }
  }

  private static String found(PatientMatch match) {
    return match.contradicts()
        ? String.join(" ", match.contradicting().stream().map(Enum::name).toList())
        : "one";
  }

  private static Patient patient(String text) {
    String[] parts = text.split(";", -1);
    List<Identifier> ids =
        Arrays.stream(parts[0].split(" "))
            .filter(id -> !id.isEmpty())
            .map(id -> id.split(":", -1))
            .map(id -> new Identifier(id[0].isEmpty() ? "" : "urn:" + id[0], id[1], "MR"))
            .toList();
    return new Patient(
        ids,
        parts[1],
        parts[2],
        parts[3].isEmpty() ? null : LocalDate.parse(parts[3]),
        parts[4].isEmpty() ? Sex.UNKNOWN : parts[4].equals("F") ? Sex.FEMALE : Sex.MALE,
        "");
  }

  /** The rule for authorities is that of {@link Identifier#matches}. */
  @Test
  void authoritiesAreComparedAsIdentifiersAre() {
    List<String> systems =
        List.of("", "urn:oid:1", "urn:oid:2", Identifier.UNMAPPED + "A", Identifier.UNMAPPED + "B");
    for (String a : systems) {
      for (String b : systems) {
        Patient x = patient("A:1;Roe;Janet;1961-02-03;F");
        Patient y = x.identifiedBy(List.of(new Identifier(b, "2", "")));
        x = x.identifiedBy(List.of(new Identifier(a, "1", "")));
        boolean comparable = new Identifier(a, "1", "").matches(new Identifier(b, "1", ""));
        assertEquals(comparable, PatientMatch.of(x, y).contradicts(), a + " " + b);
      }
    }
  }
}
