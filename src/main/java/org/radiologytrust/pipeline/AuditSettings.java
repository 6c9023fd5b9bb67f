package org.radiologytrust.pipeline;

import java.time.Duration;
import org.radiologytrust.llm.ModelSettings;
import org.radiologytrust.retry.RunRules;
import org.radiologytrust.settings.Settings;

/**
 * What {@code rtl.audit.*} says.
 *
 * @param limits of the tries of a run
 * @param parallel runs side by side
 * @param rewrite how long a result that the journal did not take is written again
 * @param poll how often the queue is looked at
 * @param look how often models that were not seen yet are looked for
 */
public record AuditSettings(
    RunRules.Limits limits,
    int parallel,
    Models models,
    Duration rewrite,
    Duration poll,
    Duration look,
    int maxClaims,
    boolean blankProbe) {
  /**
   * @throws Settings.Wrong when a setting cannot be used
   */
  public static AuditSettings of(Settings settings, ModelSettings model) {
    return new AuditSettings(
        new RunRules.Limits(
            settings.number("rtl.audit.attempts", 1, 1000),
            settings.number("rtl.audit.lost", 1, 1000),
            settings.duration("rtl.audit.patience"),
            settings.duration("rtl.audit.delay")),
        settings.number("rtl.audit.parallel", 1, 1000),
        new Models(model.base(), model.lora()),
        settings.duration("rtl.audit.rewrite"),
        settings.interval("rtl.audit.poll"),
        model.look(),
        settings.number("rtl.audit.max-claims", 1, 100_000),
        settings.flag("rtl.audit.blank-probe"));
  }
}
