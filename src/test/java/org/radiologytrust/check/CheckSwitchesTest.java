package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.settings.ReportCheckSettings;
import org.radiologytrust.settings.Settings;

class CheckSwitchesTest {
  private static final String FILE = "check/switches.yaml";

  @TempDir Path folder;

  private SiteFiles files(String yaml) throws Exception {
    Files.createDirectories(folder.resolve("check"));
    Files.writeString(folder.resolve(FILE), yaml);
    return SiteFiles.in(folder);
  }

  private static CheckSettings settings(Map<String, String> own) {
    return ReportCheckSettings.of(Settings.load(null, Map.of(), own));
  }

  /** An audit of the site main that {@code overconfident} flags, which asks by the table. */
  private static CaseBuilder confident() {
    return new CaseBuilder().text("IMPRESSION:~This is definitely a cyst.");
  }

  /** The flags of a case; one that asks with a question mark, a quiet one in brackets. */
  private static String flags(Checks checks, Audit c) {
    return String.join(
        " ", checks.check(c).checks().stream().map(CheckSwitchesTest::flag).toList());
  }

  private static String flag(CheckResult result) {
    return switch (result.strength()) {
      case TELL -> result.check();
      case ASK -> result.check() + "?";
      case QUIET -> "(" + result.check() + ")";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "on,overconfident?",
    "tell,overconfident",
    "ask,overconfident?",
    "quiet,(overconfident)",
    "off,''"
  })
  void eachCheckHasASwitch(String word, String flags) {
    Checks checks =
        new Checks(SiteFiles.shipped(), settings(Map.of("rtl.check.overconfident", word)));
    assertEquals(flags, flags(checks, confident().build()));
  }

  private static CheckResult switched(String word) {
    return new Checks(SiteFiles.shipped(), settings(Map.of("rtl.check.overconfident", word)))
        .check(confident().build())
        .checks()
        .get(0);
  }

  @Test
  void aSofterResultSaysTheSame() {
    CheckResult loud = switched("tell");
    assertEquals("", loud.why());
    assertEquals(loud.asQuiet(), switched("quiet"));
    assertEquals(loud.asking("This site has set this check to ask."), switched("ask"));
    assertEquals(
        loud.asking("It is about wording, and not about what is true of the patient."),
        switched("on"));
  }

  @Test
  void aSitesTableDecidesWhereTheSwitchIsOn() throws Exception {
    String own =
        SiteFiles.shipped()
            .text("check/strengths.yaml")
            .replaceAll(
                "(?m)^- .check: overconfident,.*$", "- {check: overconfident, strength: quiet}");
    Files.createDirectories(folder.resolve("check"));
    Files.writeString(folder.resolve("check/strengths.yaml"), own);
    SiteFiles files = files("- {modality: CT, checks: {overconfident: tell}}");
    Checks checks = new Checks(files, CheckSettings.ALL_ON);
    assertEquals("(overconfident)", flags(checks, confident().orderModality("MR").build()));
    assertEquals("overconfident", flags(checks, confident().orderModality("CT").build()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - {site: main, checks: {overconfident: quiet}}                                | CT | (overconfident)
          - {site: other, checks: {overconfident: quiet}}                               | CT | overconfident?
          - {modality: CT, checks: {overconfident: off}}                                | CT | ''
          - {modality: ct, checks: {overconfident: off}}                                | CT | ''
          - {modality: CT, checks: {overconfident: off}}                                | MR | overconfident?
          - {modality: CT, checks: {overconfident: off}}                                | '' | overconfident?
          - {site: main, modality: CT, checks: {overconfident: off}}                    | CT | ''
          - {site: other, modality: CT, checks: {overconfident: off}}                   | CT | overconfident?
          - {site: main, modality: MR, checks: {overconfident: off}}                    | CT | overconfident?
          - {site: main, checks: {views-order: off}}                                    | CT | overconfident?
          - {site: main, checks: {overconfident: tell}}                                 | CT | overconfident
          - {modality: CT, checks: {overconfident: tell}}                               | MR | overconfident?
          [{site: main, checks: {overconfident: off}}, {modality: CT, checks: {overconfident: on}}] | CT | overconfident?
          [{modality: CT, checks: {overconfident: on}}, {site: main, checks: {overconfident: off}}] | CT | ''
          """)
  void aSiteOrModalityHasSwitchesOfItsOwn(String yaml, String modality, String flags)
      throws Exception {
    Checks checks = new Checks(files(yaml), CheckSettings.ALL_ON);
    assertEquals(flags, flags(checks, confident().orderModality(modality).build()));
  }

  @Test
  void theFileWinsOverTheSettings() throws Exception {
    Checks checks =
        new Checks(
            files("- {modality: MR, checks: {overconfident: on}}"),
            settings(Map.of("rtl.check.overconfident", "off")));
    assertEquals("overconfident?", flags(checks, confident().orderModality("MR").build()));
    assertEquals("", flags(checks, confident().orderModality("CT").build()));
  }

  @Test
  void theImagesModalityWinsOverTheOrders() throws Exception {
    Checks checks =
        new Checks(files("- {modality: MR, checks: {overconfident: off}}"), CheckSettings.ALL_ON);
    Audit other = confident().orderModality("MR").image("CT", "", "", "").build();
    assertEquals("overconfident?", flags(checks, other));
    Audit one = confident().image("CT", "", "", "").image("MR", "", "", "").build();
    assertEquals("", flags(checks, one));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - {site: main, checks: {overconfidence: off}}      | : entry 1: there is no check overconfidence
          - {site: main, checks: {overconfident: loud}}      | : entry 1: overconfident is loud, not on, tell, ask, quiet or off
          - {site: main, checks: {overconfident: }}          | ' line 1: 0/checks/overconfident has no value'
          - {checks: {overconfident: off}}                   | : entry 1 names neither site nor modality: use the settings rtl.check.ID
          - {site: main}                                     | ' line 1: 0/checks is missing'
          [{site: a, checks: {age: tell}}, {site: main}]     | ' line 1: 1/checks is missing'
          [{site: a, checks: {age: on}}, {modality: US, checks: {age: off}}] | ': entry 2: age always tells: side, sex, age and modality are never softened'
          - {site: main, checks: {age: ask}}                 | ': entry 1: age always tells: side, sex, age and modality are never softened'
          - {modality: X-ray, checks: {overconfident: off}}  | : entry 1: X-ray is no DICOM modality such as CT
          """)
  void aFileThatIsNotValidIsRefused(String yaml, String message) throws Exception {
    SiteFiles files = files(yaml);
    Set<String> ids = Set.of("overconfident", "age");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new CheckSwitches(files, CheckSettings.ALL_ON, ids));
    assertEquals(FILE + message, e.getMessage());
  }

  @Test
  void aSettingThatNamesNoCheckOrNoSwitchIsRefused() {
    assertEquals(
        "the command line: there is no setting rtl.check.side-ordr (did you mean"
            + " rtl.check.side-order?). config/application.properties and"
            + " config/limits.properties of the release list all.",
        assertThrows(Settings.Wrong.class, () -> settings(Map.of("rtl.check.side-ordr", "off")))
            .getMessage());
    assertEquals(
        "rtl.check.side-order: no is not one of on, tell, ask, quiet, off",
        assertThrows(Settings.Wrong.class, () -> settings(Map.of("rtl.check.side-order", "no")))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ask", "quiet", "off"})
  @Tag("safety")
  void aSettingNeverSoftensWhatAlwaysTells(String word) {
    for (String check : settings(Map.of()).switches().keySet()) {
      Map<String, String> own = Map.of("rtl.check." + check, word);
      if (StrengthRow.alwaysTells(check)) {
        assertEquals(
            "rtl.check.%s=%s: %s always tells: side, sex, age and modality are never softened."
                    .formatted(check, word, check)
                + " Set it to on or tell",
            assertThrows(Settings.Wrong.class, () -> settings(own)).getMessage());
      } else {
        assertEquals(word, settings(own).switches().get(check).word());
      }
    }
    settings(Map.of("rtl.check.age", "tell", "rtl.check.sex-word", "on"));
  }

  @Test
  void everyCheckHasASettingAndEverySettingACheck() {
    assertEquals(
        new TreeSet<>(new Checks(SiteFiles.shipped()).ids()),
        new TreeSet<>(settings(Map.of()).switches().keySet()));
  }
}
