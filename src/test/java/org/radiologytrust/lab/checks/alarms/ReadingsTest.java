package org.radiologytrust.lab.checks.alarms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.cli.base.CommandFailure;

class ReadingsTest {
  private static final FlagKey SIDE = new FlagKey("00a1", "side-within", "00b1");
  private static final FlagKey AGE = new FlagKey("00a1", "age", "00b2");

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void columnsAreFoundByNameAndARowWithoutVerdictIsNotRead() throws IOException {
    Path file =
        file(
            "a.csv",
            """
            id,verdict,report,check,span,words
            x,False,00a1,side-within,00b1,"left, or ""right\"""
            x,,00a1,age,00b2,
            """);
    Readings readings = Readings.read(List.of(file));
    assertEquals(Optional.of(Reading.FALSE), readings.of(SIDE));
    assertEquals(Optional.empty(), readings.of(AGE));
  }

  @Test
  void whereTwoReadersDifferTheFlagIsUnsure() throws IOException {
    Path a = file("a.csv", "report,check,span,verdict\n00a1,side-within,00b1,right\n");
    Path b =
        file(
            "b.csv",
            "report,check,span,verdict\n00a1,side-within,00b1,false\n00a1,age,00b2,right\n");
    Readings readings = Readings.read(List.of(a, b));
    assertEquals(List.of(Reading.RIGHT, Reading.FALSE), readings.all(SIDE));
    assertEquals(Optional.of(Reading.UNSURE), readings.of(SIDE));
    assertEquals(Optional.of(Reading.RIGHT), readings.of(AGE), "one has read it");
    assertEquals(Set.of(AGE), readings.gone(Set.of("00a1"), Set.of(SIDE)));
    assertEquals(Set.of(), readings.gone(Set.of("00ff"), Set.of()), "another report");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "report,check,span;a.csv: its first line must have the columns report, check, span",
        "'';a.csv: its first line must have",
        "'report,check,span,verdict\n1,age,2,wrong';a.csv, record 2: a verdict is right, false or",
        "'report,check,span,verdict\n1,age,2,right\n1,age,2,false';record 3: another record has"
      })
  void aFileThatIsNotValidIsNamed(String csv, String said) throws IOException {
    Path file = file("a.csv", csv);
    String message =
        assertThrows(CommandFailure.class, () -> Readings.read(List.of(file))).getMessage();
    assertTrue(message.contains(said), message);
  }

  @Test
  void atMostTwoReaders() throws IOException {
    Path file = file("a.csv", "report,check,span,verdict\n");
    assertThrows(CommandFailure.class, () -> Readings.read(List.of(file, file, file)));
    assertThrows(CommandFailure.class, () -> Readings.read(List.of(folder.resolve("none"))));
  }

  /** The example of Cohen's paper in small: 20 alike right, 15 alike false, 5 and 10 apart. */
  @Test
  void kappaIsCohens() {
    List<List<Reading>> pairs = new ArrayList<>();
    add(pairs, 20, Reading.RIGHT, Reading.RIGHT);
    add(pairs, 5, Reading.RIGHT, Reading.FALSE);
    add(pairs, 10, Reading.FALSE, Reading.RIGHT);
    add(pairs, 15, Reading.FALSE, Reading.FALSE);
    Agreement agreement = Agreement.of(pairs);
    assertEquals(50, agreement.both());
    assertEquals(35, agreement.alike());
    assertEquals(0.4, agreement.kappa(), 1e-9);
  }

  @Test
  void kappaIsNotDefinedWhereChanceExplainsAll() {
    assertNull(Agreement.of(List.of()).kappa());
    assertNull(Agreement.of(List.of(List.of(Reading.RIGHT, Reading.RIGHT))).kappa());
  }

  private static void add(List<List<Reading>> pairs, int times, Reading one, Reading other) {
    for (int i = 0; i < times; i++) {
      pairs.add(List.of(one, other));
    }
  }
}
