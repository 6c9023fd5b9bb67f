package org.radiologytrust.operate;

import java.time.YearMonth;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.radiologytrust.acceptance.AcceptanceDesk;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.erasure.Erasures.DraftNumbers;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.search.Lookup;
import org.radiologytrust.journal.work.Node;
import org.radiologytrust.llm.server.ServerState;
import org.radiologytrust.review.FlagMarks;
import org.radiologytrust.settings.ImageUse;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.settings.Site;
import org.radiologytrust.strengths.StrengthDesk;

/** The operator's API. */
public final class OperateFeature implements Feature {
  private final Site site;
  private final ImageUse images;
  private final boolean shadow;
  private final Channels channels;
  private final Node node;
  private final Supplier<List<ServerState>> models;
  private final Consumer<Access> accesses;
  private final DraftNumbers drafts;
  private final Function<Journal, StrengthDesk> strengths;
  private final Function<Journal, Function<YearMonth, byte[]>> months;
  private final Function<Journal, AcceptanceDesk> acceptances;

  private OperateFeature(Builder b) {
    site = b.site;
    images = b.images;
    shadow = b.shadow;
    channels = b.channels;
    node = b.node;
    models = b.models;
    accesses = b.accesses;
    drafts = b.drafts;
    strengths = b.strengths;
    months = b.months;
    acceptances = b.acceptances;
  }

  /**
   * @throws Settings.Wrong when a value is invalid
   */
  public static Builder of(Settings settings) {
    return new Builder(
        Site.of(settings),
        ImageUse.of(settings),
        Pilot.of(settings).shadow(),
        FlagMarks.of(settings)
            .<DraftNumbers>map(marks -> marks::numbers)
            .orElse(DraftNumbers.NONE));
  }

  @Override
  public void bind(Host host) {
    Journal journal = host.journal();
    SiteTimes times = new SiteTimes(site.zone(), journal.clock());
    StatusReport status = new StatusReport(journal, host.camel(), node, models, times, images);
    StoredBytes stored = new StoredBytes(journal.messages());
    StoryJson json = new StoryJson(times, channels);
    Trail trail = new Trail(accesses, journal.clock().wall());
    Lookup lookup = journal.lookup();
    MessageActions messages =
        new MessageActions(new Quarantine(journal.messages(), channels), journal.inbox(), channels);
    Erasing erasing = new Erasing(journal.erasures(), drafts);
    host.bind("erasures", erasing);
    host.bind(
        "operatorApi",
        new OperatorApi(
            Stream.of(
                    List.of(ApiEndpoint.get("status", (r, none) -> ApiReply.json(status.json()))),
                    new MessageLists(lookup.messages(), times, json, trail).endpoints(),
                    new StoryView(lookup.stories(), stored, json, trail).endpoints(),
                    new ReportViews(journal.reviews(), times, trail).endpoints(),
                    new MessageViews(stored, channels, trail).endpoints(),
                    messages.endpoints(),
                    new ErasureActions(erasing, times, trail).endpoints(),
                    new StrengthActions(strengths.apply(journal), times).endpoints(),
                    new MonthView(months.apply(journal)).endpoints(),
                    new PilotActions(acceptances.apply(journal), shadow, messages).endpoints(),
                    new DeliveryLists(
                            lookup.deliveries(),
                            new Resends(journal.deadLetters()),
                            json,
                            journal.outbox(),
                            trail)
                        .endpoints())
                .flatMap(List::stream)
                .toList()));
  }

  /** Every part is needed. */
  public static final class Builder {
    private final Site site;
    private final ImageUse images;
    private final boolean shadow;
    private Channels channels;
    private Node node;
    private Supplier<List<ServerState>> models = List::of;
    private final DraftNumbers drafts;
    private Consumer<Access> accesses;
    private Function<Journal, StrengthDesk> strengths;
    private Function<Journal, Function<YearMonth, byte[]>> months;
    private Function<Journal, AcceptanceDesk> acceptances;

    private Builder(Site site, ImageUse images, boolean shadow, DraftNumbers drafts) {
      this.site = site;
      this.images = images;
      this.shadow = shadow;
      this.drafts = drafts;
    }

    public Builder channels(Channels value) {
      channels = value;
      return this;
    }

    public Builder node(Node value) {
      node = value;
      return this;
    }

    /** States of the model servers. */
    public Builder models(Supplier<List<ServerState>> value) {
      models = value;
      return this;
    }

    /** Records who sees what, before it is shown. */
    public Builder accesses(Consumer<Access> value) {
      accesses = value;
      return this;
    }

    /** How people change the strengths of the checks. */
    public Builder strengths(Function<Journal, StrengthDesk> value) {
      strengths = value;
      return this;
    }

    /** Makes the page of a month, as one file. */
    public Builder months(Function<Journal, Function<YearMonth, byte[]>> value) {
      months = value;
      return this;
    }

    /** How people accept the product on their own reports. */
    public Builder acceptances(Function<Journal, AcceptanceDesk> value) {
      acceptances = value;
      return this;
    }

    public OperateFeature build() {
      return new OperateFeature(this);
    }
  }
}
