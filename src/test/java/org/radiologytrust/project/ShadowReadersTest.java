package org.radiologytrust.project;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What shadow mode keeps apart is read by the pages for its two readers, and by nobody else. */
@Tag("safety")
class ShadowReadersTest {
  private static final Path SOURCES = Path.of("src/main/java/org/radiologytrust");
  private static final Pattern TABLES = Pattern.compile("\\b(shadow_audit|duty_flag)\\b");
  private static final Pattern DECIDES =
      Pattern.compile("Right\\.(SEE_TRIAL|PASS_ON)\\b|\\bTrialReaders\\(");

  private static final JavaClasses CLASSES = ProductClasses.ALL;

  @Test
  void thePagesOfTheTrialAloneReadItsAudits() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.radiologytrust.journal..", "org.radiologytrust.page.shadow")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.radiologytrust.journal.shadow.ShadowAudits")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages("org.radiologytrust.journal..", "org.radiologytrust.page.shadow")
        .and()
        // its mail names no flag and no report
        .doNotHaveFullyQualifiedName("org.radiologytrust.notify.DutyReminder")
        .and()
        .doNotHaveFullyQualifiedName("org.radiologytrust.notify.DutyFeature")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.radiologytrust.journal.shadow")
        .check(CLASSES);
  }

  /** In SQL: who stores them, who erases them, and who finds the run that is made again. */
  @Test
  void fewClassesNameTheTables() throws Exception {
    assertEquals(
        Set.of(
            // rewrites compressed texts once, whatever they say
            "journal/OldTexts.java",
            "journal/erasure/ErasedRuns.java",
            "journal/erasure/OtherAudits.java",
            // an acceptance reads and counts flags of shadow mode, for the quality lead alone
            "journal/quality/AcceptedReports.java",
            "journal/quality/SqlReadings.java",
            "journal/shadow/SqlDutyFlags.java",
            "journal/shadow/SqlShadowAudits.java",
            "journal/work/SqlEarlierReports.java"),
        naming(TABLES));
  }

  /** One class says who has which right; all others ask for it at a page. */
  @Test
  void onePlaceDecidesWhoSeesAFlag() throws Exception {
    assertEquals(
        Set.of(
            "auth/HttpFeature.java",
            "auth/users/Role.java",
            "auth/users/TrialReaders.java",
            // which page is behind which entry of the navigation
            "page/door/Entry.java",
            "page/pilot/PilotPages.java",
            "page/quality/ReadingPage.java",
            "page/quality/ReadingPages.java",
            "page/shadow/DutyPages.java",
            "page/shadow/TrialPages.java"),
        naming(DECIDES));
  }

  private static Set<String> naming(Pattern what) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        // without comments
        String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
        if (what.matcher(code).find()) {
          found.add(SOURCES.relativize(file).toString());
        }
      }
    }
    return found;
  }
}
