package org.radiologytrust.rehearse;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.CheckSwitch;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.rehearsal.DataKind;
import org.radiologytrust.model.StrengthRow;

/**
 * What the checks are made of.
 *
 * @param settings with the switches {@code rtl.check.ID}
 */
public record CheckData(SiteFiles files, CheckSettings settings) {
  /** Stands for the switches among the texts of the strengths; no site has a file of this name. */
  private static final String SWITCHES = "check/settings";

  /**
   * The site's own files of a kind, by name, and with the strengths the switches that are not on.
   */
  public Map<String, String> texts(DataKind kind) {
    Map<String, String> texts = new TreeMap<>(files.ownTexts(kind.folders()));
    String switches =
        new TreeMap<>(settings.switches())
            .entrySet().stream()
                .filter(e -> e.getValue() != CheckSwitch.ON)
                .map(e -> e.getKey() + "=" + e.getValue().word() + "\n")
                .collect(Collectors.joining());
    if (kind == DataKind.STRENGTHS && !switches.isEmpty()) {
      texts.put(SWITCHES, switches);
    }
    return texts;
  }

  /**
   * The same with other texts of a kind, as {@link #texts} gives them.
   *
   * @throws IllegalArgumentException if the switches among them are not valid
   */
  public CheckData holding(DataKind kind, Map<String, String> texts) {
    Map<String, String> own = new TreeMap<>(texts);
    String switches = own.remove(SWITCHES);
    return new CheckData(
        files.holding(kind.folders(), own),
        kind == DataKind.STRENGTHS
            ? new CheckSettings(switches(switches == null ? "" : switches), settings.time())
            : settings);
  }

  /** Ids need not be known here: another node may be of another version. */
  private static Map<String, CheckSwitch> switches(String text) {
    return text.lines().collect(Collectors.toMap(CheckData::id, CheckData::word));
  }

  private static String id(String line) {
    return line.split("=", 2)[0];
  }

  private static CheckSwitch word(String line) {
    CheckSwitch word =
        CheckSwitch.of(line.substring(line.indexOf('=') + 1))
            .orElseThrow(
                () ->
                    new IllegalArgumentException("rtl.check." + line + " is no switch of a check"));
    StrengthRow.requireTells(id(line), word.tells());
    return word;
  }
}
