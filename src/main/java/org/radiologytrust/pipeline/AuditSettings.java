package org.radiologytrust.pipeline;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.radiologytrust.llm.ModelSettings;
import org.radiologytrust.pipeline.step.Ask;
import org.radiologytrust.pipeline.step.Models;
import org.radiologytrust.retry.RunRules;
import org.radiologytrust.settings.ImageUse;
import org.radiologytrust.settings.Priors;
import org.radiologytrust.settings.Settings;

/**
 * The settings {@code rtl.audit.*}.
 *
 * @param limits limits on the attempts of a run
 * @param parallel number of runs at the same time
 * @param models the models that the steps ask
 * @param rewrite how long to retry writing a result that the journal did not accept
 * @param poll interval at which the queue is polled
 * @param look interval at which missing models are looked for
 * @param maxClaims most claims of a report
 * @param blankProbe whether claims are also compared with blank images
 * @param ask how claims are compared with images
 * @param boxes whether the model is asked where on an image its findings are
 * @param untrusted DICOM modalities for which no model is trusted yet
 * @param images whether audits use images
 * @param priors most earlier studies that a model is shown for claims that compare; 0 for none
 */
public record AuditSettings(
    RunRules.Limits limits,
    int parallel,
    Models models,
    Duration rewrite,
    Duration poll,
    Duration look,
    int maxClaims,
    boolean blankProbe,
    Ask ask,
    boolean boxes,
    Set<String> untrusted,
    ImageUse images,
    int priors) {
  private static final String UNTRUSTED = "rtl.audit.untrusted-modalities";

  /**
   * @param command whether a command waits for the audits, so that their patience is the end
   * @throws Settings.Wrong when a setting is not valid
   */
  public static AuditSettings of(Settings settings, ModelSettings model, boolean command) {
    return new AuditSettings(
        new RunRules.Limits(
            settings.number("rtl.audit.attempts", 1, 1000),
            settings.number("rtl.audit.lost", 1, 1000),
            settings.interval("rtl.audit.alone-time"),
            settings.duration("rtl.audit.patience"),
            settings.duration("rtl.audit.delay"),
            command),
        settings.number("rtl.audit.parallel", 1, 1000),
        new Models(model.base(), model.lora()),
        settings.duration("rtl.audit.rewrite"),
        settings.interval("rtl.audit.poll"),
        model.look(),
        settings.number("rtl.audit.max-claims", 1, 100_000),
        settings.flag("rtl.audit.blank-probe"),
        Ask.of(settings),
        settings.flag("rtl.audit.boxes"),
        untrusted(settings),
        ImageUse.of(settings),
        Priors.most(settings));
  }

  private static Set<String> untrusted(Settings settings) {
    Set<String> modalities = new TreeSet<>();
    for (String word : settings.list(UNTRUSTED)) {
      String modality = word.toUpperCase(Locale.ROOT);
      if (!modality.matches("[A-Z]{2,16}")) {
        throw new Settings.Wrong(UNTRUSTED + ": " + word + " is no DICOM modality such as CT");
      }
      modalities.add(modality);
    }
    return modalities;
  }
}
