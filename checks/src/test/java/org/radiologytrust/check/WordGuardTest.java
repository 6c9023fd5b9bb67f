package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.StrengthRow;

/** Words of a site do not silence the checks that always tell, nor those of critical findings. */
@Tag("safety")
class WordGuardTest {
  private static final Path RESOURCES = Path.of("checks/src/main/resources");

  @TempDir Path folder;

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  private String refused() {
    return assertThrows(
            IllegalArgumentException.class, () -> new Checks(SiteFiles.in(folder)), "not refused")
        .getMessage();
  }

  @Test
  void eachGuardedCheckHasTextsOfBothKinds() {
    Set<String> wanted =
        new Checks(SiteFiles.shipped())
            .ids().stream().filter(StrengthRow::alwaysTells).collect(Collectors.toSet());
    wanted.addAll(Set.of("critical-left-out", "critical-uncommunicated"));
    Set<String> flagged = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    WordGuard.cases()
        .forEach(
            (check, all) -> {
              all.stream().filter(r -> r.flagged() != null).forEach(r -> flagged.add(check));
              all.stream().filter(r -> r.silent() != null).forEach(r -> silent.add(check));
            });
    assertEquals(new TreeSet<>(wanted), flagged);
    assertEquals(new TreeSet<>(wanted), silent);
  }

  @Test
  void copiesOfAllShippedFilesPass() throws IOException {
    try (Stream<Path> all = Files.walk(RESOURCES.resolve("words/en"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        write(RESOURCES.relativize(file).toString(), Files.readString(file));
      }
    }
    assertDoesNotThrow(() -> new Checks(SiteFiles.in(folder)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          critical-findings | without: {findings: {pneumothorax: {words: [pneumothorax]}}} | critical-left-out
          critical-findings | without: {findings: [cord compression]} | critical-left-out
          critical-findings | without: {findings: [brain herniation]} | critical-uncommunicated
          critical-findings | add: {unless: [large]} | critical-left-out
          critical-findings | {findings: {}, treated: []} | critical-left-out
          communication     | add: {alone: [large left]} | critical-uncommunicated
          sides             | without: {left: [left]} | side-order
          sides             | add: {notASide: [right knee]} | side-order
          sides             | add: {right: [lung]} | side-
          sides             | add: {right: [joint]} | side-order must not
          sides             | {left: [links], right: [rechts], both: [beide], shortLeft: [], shortRight: [], orderLeft: [], orderRight: [], orderBoth: []} | side-order
          findings          | without: {pleural fluid: {effusion: [pleural effusion, effusion]}} | side-
          headings          | without: {sections: {IMPRESSION: [impression]}} | side-
          ages              | without: {years: [year old]} | age
          sex-words         | without: {female: {nouns: [woman]}} | sex-word
          organs            | without: {female: [uterus]} | sex-organ
          modalities        | add: {otherStudy: [brain]} | modality-order
          language          | {words: [der], known: [lunge], shared: [arm], neutral: [die], endings: [ung], others: [the], unknown: 3} | side-
          """)
  void wordsThatSilenceACheckAreRefused(String name, String text, String check) throws IOException {
    write("words/en/" + name + ".yaml", text);
    String said = refused();
    assertTrue(said.startsWith("words/en/" + name + ".yaml: " + check), said);
    assertTrue(said.contains(" must flag \"") || said.contains(" must not flag \""), said);
  }

  @Test
  void theMessageSaysWhatToDo() throws IOException {
    write(
        "words/en/critical-findings.yaml",
        "without: {findings: {pneumothorax: {words: [pneumothorax]}}}");
    assertEquals(
        "words/en/critical-findings.yaml: critical-left-out must flag \"FINDINGS: Large right"
            + " pneumothorax. IMPRESSION: No acute fracture.\" and does not: undo the change of words that makes it so",
        refused());
  }

  @Test
  void ofSeveralFilesTheOneIsNamed() throws IOException {
    write("words/en/doubled-words.yaml", "add: {allowed: [her]}");
    write("words/en/side-order.yaml", "add: {compares: [elsewhere]}");
    write("words/en/sides.yaml", "without: {left: [left]}");
    String said = refused();
    assertTrue(said.startsWith("words/en/sides.yaml: side-order"), said);
  }

  @Test
  void otherLanguagesAndOtherFilesAreNotGuarded() throws IOException {
    write("words/de/sides.yaml", "without: {left: [links]}");
    assertDoesNotThrow(() -> new Checks(SiteFiles.in(folder)));
    assertDoesNotThrow(() -> new Checks(SiteFiles.in(folder).language("de")));
  }

  @Test
  void aSiteHasNoGuardOfItsOwn() throws IOException {
    write("check/guard.yaml", "[]");
    String said = refused();
    assertTrue(said.contains("check/guard.yaml replaces no file"), said);
    assertEquals(List.of(), SiteFiles.shipped().own(List.of("check", "words")));
  }
}
