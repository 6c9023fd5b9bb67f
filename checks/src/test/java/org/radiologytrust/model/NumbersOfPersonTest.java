package org.radiologytrust.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("safety")
class NumbersOfPersonTest {
  private static final LocalDate BORN = LocalDate.of(1961, 2, 3);

  /** Numbers as {@code authority:value:type}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # a number of a person joins
          H:1:MR | H:1:MR | SAME
          H:1:MR | H:1: | SAME
          H:1:MR N:5:NI | N:5:NI | SAME
          H:1:LOCAL | H:1:LOCAL | SAME
          # what a family shares does not
          I:9:HC | I:9:HC | UNKNOWN
          I:9:hc | I:9: | UNKNOWN
          H:1:MR H:7:AN | H:7:AN | UNKNOWN
          H:1:MR I:9:SN | H:2:MR I:9:SN | PARTED
          :1:MR I:9:SN | :2:MR I:9:SN | PARTED
          # an account number is no record number of the same value
          H:7:AN | H:7:MR | UNKNOWN
          # two record numbers of one authority part, whatever else is shared
          H:1:MR N:5:NI | H:2:MR N:5:NI | PARTED
          H:1: N:5:NI | H:2:MR N:5:NI | PARTED
          H:1:MR H:7:PI | H:2:MR H:7:PI | PARTED
          # a merge gives the number that stands beside the one before
          H:2:MR H:1:MR | H:1:MR | SAME
          # two kinds of number, or two authorities, are one person's
          H:1:MR N:5:NI | H:2:PI N:5:NI | SAME
          H:1:MR N:5:NI | K:2:MR N:5:NI | SAME
          # papers are renewed
          H:1:MR S:3:PPN | H:1:MR S:4:PPN | SAME
          # what speaks against one person, as before
          H:1:MR | H:2:PI | OTHER
          H:1:MR | :2: | OTHER
          H:1:MR | K:2:MR | ELSEWHERE
          I:8:HC | I:9:HC | OTHER
          H:1:MR | '' | UNKNOWN
          """)
  void cases(String a, String b, NumbersOfPerson expected) {
    assertEquals(expected, patient(a).numbers(patient(b)));
    assertEquals(expected, patient(b).numbers(patient(a)));
  }

  private static Patient patient(String numbers) {
    return new Patient(
        Arrays.stream(numbers.split(" "))
            .filter(number -> !number.isEmpty())
            .map(number -> number.split(":", -1))
            .map(n -> new Identifier(n[0].isEmpty() ? "" : "urn:" + n[0], n[1], n[2]))
            .toList(),
        "Roe",
        "Janet",
        BORN,
        Sex.FEMALE,
        "");
  }

  /**
   * Families that share what a family can share: insurance, account, surname, birth date, all but
   * one letter of the first name, the number of a third system. Their record numbers part them.
   */
  @Test
  void noTwoOfAFamilyAreOnePerson() {
    Random random = new Random(20);
    String[] types = {"HC", "SN", "MB", "AN", "VN", "GN", "MC", "NIIP", "NI", "", "PPN"};
    for (int i = 0; i < 5_000; i++) {
      List<Identifier> shared = new ArrayList<>();
      for (int n = random.nextInt(4); n >= 0; n--) {
        String type = types[random.nextInt(types.length)];
        shared.add(new Identifier("urn:" + random.nextInt(3), "" + random.nextInt(3), type));
      }
      String authority = random.nextBoolean() ? "" : "urn:hospital";
      Patient one = member(random, shared, authority, "1", "Anna");
      Patient other =
          member(random, shared, authority, "2", random.nextBoolean() ? "Anne" : "Anna");
      String seen = one.identifiers() + " " + other.identifiers();
      for (PatientMatch match : List.of(PatientMatch.of(one, other), PatientMatch.of(other, one))) {
        assertTrue(match.contradicts(), seen);
      }
      assertFalse(one.sharesIdentifier(other), seen);
      assertFalse(
          one.elsewhere().sharesIdentifier(other.elsewhere()) && !authority.isEmpty(), seen);
      assertTrue(one.contradictsIdentity(other), seen);
      assertTrue(one.sharesIdentifier(member(random, shared, authority, "1", "Anna")), seen);
    }
  }

  private static Patient member(
      Random random, List<Identifier> shared, String authority, String record, String given) {
    List<Identifier> all = new ArrayList<>(shared);
    all.add(new Identifier(authority, record, "MR"));
    Collections.shuffle(all, random);
    return new Patient(all, "Roe", given, BORN, Sex.FEMALE, "");
  }
}
