package org.radiologytrust.presign;

import ca.uhn.fhir.context.FhirContext;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.Checks;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.drafts.DraftFlags;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.model.Audit;
import org.radiologytrust.pipeline.DraftSteps;
import org.radiologytrust.review.FlagMarks;
import org.radiologytrust.runtime.DaemonThreads;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.settings.Site;
import org.radiologytrust.text.sections.Segmenter;

/** The check of reports that are still open, and its doors. */
public final class PresignFeature implements Feature {
  private final DragonSettings dragon;
  private final Site site;
  private final SiteFiles files;
  private final DraftDesk.Limits limits;
  private final ImageDesk.Limits images;
  private final Parts parts;
  private @Nullable DraftDesk desk;
  private Optional<ImageDesk> imageDesk = Optional.empty();

  /**
   * What other stages give.
   *
   * @param checks of the audits
   * @param claims adds the claims and the verdicts that rules give
   * @param messages reads messages as the feeds do
   * @param observations the Observations of an audit as a {@code collection}
   * @param accesses records who had something checked
   * @param marks of flags; empty if none are kept
   * @param steps of the model, for images; empty where no model is configured
   * @param version of this software
   */
  public record Parts(
      Checks checks,
      UnaryOperator<Audit> claims,
      Messages messages,
      Function<Audit, Bundle> observations,
      Consumer<Access> accesses,
      Optional<FlagMarks> marks,
      Optional<Supplier<DraftSteps>> steps,
      String version) {}

  /**
   * @throws Settings.Wrong when a value is not valid
   */
  public PresignFeature(Settings settings, SiteFiles files, Parts parts) {
    this.dragon = DragonSettings.of(settings);
    this.site = Site.of(settings);
    this.files = files;
    this.limits = PresignSettings.limits(settings);
    this.images = PresignSettings.images(settings);
    this.parts = parts;
  }

  private Consumer<Draft> flags(DraftFlags kept) {
    return parts
        .marks()
        .map(m -> new FlagKeeper(m, kept))
        .<Consumer<Draft>>map(keeper -> keeper::keep)
        .orElse(draft -> {});
  }

  /**
   * Where all doors come together.
   *
   * @throws NullPointerException before {@link #bind}
   */
  public DraftDesk desk() {
    return Objects.requireNonNull(desk);
  }

  /** Where images are looked at, once this is bound; empty where none are. */
  public Optional<ImageDesk> images() {
    return imageDesk;
  }

  @Override
  public void bind(Host host) {
    Drafts drafts =
        new Drafts(
            new DraftReader(files, Segmenter.of(files)),
            parts.checks(),
            parts.claims(),
            host.journal().clock().wall(),
            parts.version());
    desk =
        new DraftDesk(
            drafts,
            new JournalLookup(
                host.journal().earlier(),
                DaemonThreads.pool("earlier-reports", limits.atOnce(), limits.atOnce()),
                limits.patience()),
            limits,
            new Traces(parts.accesses(), flags(host.journal().draftFlags())),
            host.journal().clock().wall(),
            host.meters());
    imageDesk =
        parts
            .steps()
            .map(
                steps ->
                    new ImageDesk(
                        desk(), drafts, steps.get(), files, host.journal().clock().wall(), images));
    host.bind(
        "dragonDoor", new DragonDoor(desk, dragon, site, files, host.journal().clock().wall()));
    host.bind("checkDoor", new CheckDoor(desk, parts.messages(), site.name()));
    host.bind(
        "checkOperation",
        new CheckOperation(
            desk, parts.messages(), FhirContext.forR4Cached(), parts.observations()));
    host.bind("presignHealth", new Liveness(host.camel()));
  }
}
