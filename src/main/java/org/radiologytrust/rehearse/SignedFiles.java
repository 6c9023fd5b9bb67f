package org.radiologytrust.rehearse;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.journal.rehearsal.DataKind;
import org.radiologytrust.journal.rehearsal.Signature;
import org.radiologytrust.settings.Settings;

/**
 * The data files that a process uses: those of {@code rtl.files}, but word lists and strengths as
 * they were last signed, with the switches {@code rtl.check.ID}. Where nobody has signed any yet,
 * the folder's and the settings'.
 *
 * @param states what holds for each kind, for health and doctor
 */
public record SignedFiles(CheckData data, List<SelfCheckResult> states) {
  private static final String SETTING = "rtl.files.unsigned";

  public SignedFiles {
    states = List.copyOf(states);
  }

  /**
   * Whether the folder's files are used also where they are not signed.
   *
   * @throws Settings.Wrong if the setting is neither hold nor use
   */
  public static boolean usesUnsigned(Settings settings) {
    return settings.oneOf(SETTING, "hold", "use").equals("use");
  }

  /**
   * @param site what the site's folder and settings say now
   * @param last the last signature of each kind
   * @param useUnsigned whether the folder's files are used also where they are not signed
   */
  public static SignedFiles of(CheckData site, Map<DataKind, Signature> last, boolean useUnsigned) {
    CheckData data = site;
    List<SelfCheckResult> states = new ArrayList<>();
    for (DataKind kind : List.of(DataKind.WORDS, DataKind.STRENGTHS)) {
      Signature signature = last.get(kind);
      String name = "signed-" + kind.code();
      if (signature == null) {
        states.add(SelfCheckResult.ok(name, "signed by nobody: " + source(kind) + " are used"));
        continue;
      }
      // health is shown without a log-in: it names nobody
      String day = signature.at().atZone(ZoneOffset.UTC).toLocalDate().toString();
      boolean same =
          DataFiles.sha256(kind, site.texts(kind)).equals(signature.rehearsed().sha256());
      if (same) {
        states.add(SelfCheckResult.ok(name, "signed on " + day));
      } else if (useUnsigned) {
        states.add(
            new SelfCheckResult(
                name,
                State.WARNING,
                source(kind)
                    + " are used and signed by nobody (rtl.files.unsigned=use): run rtl rehearse"
                    + " --with "
                    + kind.code()
                    + ", then rtl rehearse sign"));
      } else {
        data = data.holding(kind, signature.rehearsed().files());
        states.add(
            new SelfCheckResult(
                name,
                State.WARNING,
                source(kind)
                    + " are not signed, so the ones that were signed on "
                    + day
                    + " are used: run rtl rehearse --with "
                    + kind.code()
                    + ", then rtl rehearse sign, and start again"));
      }
    }
    return new SignedFiles(data, states);
  }

  private static String source(DataKind kind) {
    return "those of rtl.files" + (kind == DataKind.STRENGTHS ? " and of rtl.check.ID" : "");
  }
}
