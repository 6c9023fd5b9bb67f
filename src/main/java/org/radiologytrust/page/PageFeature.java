package org.radiologytrust.page;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.radiologytrust.acceptance.AcceptanceDesk;
import org.radiologytrust.acceptance.BandWatch;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.model.Report;
import org.radiologytrust.page.changes.ChangesPages;
import org.radiologytrust.page.check.CheckPages;
import org.radiologytrust.page.decide.DecisionPages;
import org.radiologytrust.page.decide.ReminderRounds;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.LoginPages;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.image.ImagePages;
import org.radiologytrust.page.image.ImagePanes;
import org.radiologytrust.page.image.ViewWindows;
import org.radiologytrust.page.image.ViewerLink;
import org.radiologytrust.page.image.ViewerPages;
import org.radiologytrust.page.opened.ArchiveWatch;
import org.radiologytrust.page.opened.Arrivals;
import org.radiologytrust.page.pilot.PilotPages;
import org.radiologytrust.page.quality.MonthPages;
import org.radiologytrust.page.quality.MonthReports;
import org.radiologytrust.page.quality.QualityPages;
import org.radiologytrust.page.quality.ReadingPages;
import org.radiologytrust.page.quality.SampleRounds;
import org.radiologytrust.page.report.LaunchPages;
import org.radiologytrust.page.report.NotificationLinks;
import org.radiologytrust.page.report.ReportPages;
import org.radiologytrust.page.shadow.DutyPages;
import org.radiologytrust.page.shadow.TrialPages;
import org.radiologytrust.page.worklist.WorklistPages;
import org.radiologytrust.presign.DraftDesk;
import org.radiologytrust.presign.ImageDesk;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.session.Logins;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.settings.Site;
import org.radiologytrust.text.changes.Changes;
import org.radiologytrust.text.sections.Headings;

/** The review page: worklist, reports, decisions and log-in. */
public final class PageFeature implements Feature {
  private final PageSettings settings;
  private final Titles titles;
  private final ProblemWords words;
  private final ReportText.Writer texts;
  private final Reasons reasons;
  private final Changes changes;
  private final Supplier<Logins> logins;
  private final Reviews.Publisher publisher;
  private final List<String> sinks;
  private final Consumer<Handler<RoutingContext>> server;
  private final Consumer<Access> accesses;
  private final ImageArchive images;
  private final Supplier<DraftDesk> drafts;
  private final Supplier<Optional<ImageDesk>> draftImages;
  private final String site;
  private final ViewWindows windows;
  private final ViewerLink viewer;
  private final Supplier<BandWatch.Looked> bands;
  private final Supplier<List<String>> inUse;
  private final Function<Journal, AcceptanceDesk> acceptances;

  private PageFeature(Builder b) {
    settings = PageSettings.of(b.settings);
    titles = new Titles(b.files);
    words = new ProblemWords(b.files);
    texts = new ReportText.Writer(new Headings(b.files));
    reasons = Reasons.of(b.files);
    changes = new Changes(b.files);
    logins = b.logins;
    publisher = b.publisher;
    sinks = b.sinks;
    server = b.server;
    accesses = b.accesses;
    images = b.images;
    drafts = b.drafts;
    draftImages = b.draftImages;
    site = Site.of(b.settings).name();
    windows = ViewWindows.of(b.files);
    viewer = ViewerLink.of(b.settings);
    bands = b.bands;
    inUse = b.inUse;
    acceptances = b.acceptances;
  }

  /**
   * @param files the names and sentences of problems, the reasons of dismissals, the windows of
   *     images, the words of headings
   */
  public static Builder of(Settings settings, SiteFiles files) {
    return new Builder(settings, files);
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of("rtl.review.look", "" + settings.look().toMillis());
  }

  @Override
  public void bind(Host host) {
    host.bind(
        "reminders",
        new ReminderRounds(host.journal().reviews(), settings.remindUrgent(), settings.remind()));
    host.bind(
        "samples",
        new SampleRounds(host.journal().readings(), settings.samples(), host.journal().clock()));
  }

  @Override
  public void started(Host host) {
    Vertx vertx = host.camel().getRegistry().lookupByNameAndType("vertx", Vertx.class);
    Router routes = Router.router(vertx);
    PageRouter router = new PageRouter(routes, logins.get(), settings.maxForm());
    parts(host).forEach(part -> part.routes(router));
    router.end();
    server.accept(routes::handleContext);
  }

  private List<PagePart> parts(Host host) {
    Journal journal = host.journal();
    Flags flags = new Flags(titles);
    AccessTrail trail = new AccessTrail(accesses, journal.clock().wall());
    Optional<ArchiveWatch> archive =
        images == ImageArchive.NONE
            ? Optional.empty()
            : Optional.of(new ArchiveWatch(images::answers, journal.clock().wall()));
    Arrivals arrivals = new Arrivals(journal.studies(), archive, notFetched(journal));
    ImagePanes panes = new ImagePanes(windows, viewer.exists(), arrivals);
    return List.of(
        new LoginPages(logins.get()),
        new WorklistPages(
            journal.worklist(), journal.keptFilters(), titles, words, journal.clock(), trail),
        new ReportPages(
            journal, flags, texts, panes, reasons, settings.imageWait(), settings.others(), trail),
        new ChangesPages(journal, changes, settings.allAuthors(), settings.imageWait(), trail),
        new QualityPages(
            journal.quality(),
            journal.readings(),
            settings.samples(),
            titles,
            settings.authors(),
            bands,
            journal.clock()),
        new MonthPages(months(journal)),
        new ReadingPages(journal.readings(), settings.samples(), trail, journal.clock()),
        new PilotPages(acceptances.apply(journal), titles),
        new TrialPages(journal, flags, texts, reasons, words, settings.imageWait(), trail),
        new DutyPages(journal, words, trail),
        new NotificationLinks(journal.notifications()),
        new LaunchPages(journal, settings.origins(), settings.launch(), trail),
        new DecisionPages(journal, publisher, sinks, flags, texts, reasons),
        new ImagePages(journal.reviews(), images, trail),
        new ViewerPages(journal.reviews(), viewer, trail),
        new CheckPages(
            new CheckPages.Desks(drafts.get(), draftImages.get()),
            site,
            flags,
            texts,
            reasons,
            journal.clock().wall()));
  }

  /** Makes the pages of months. */
  public MonthReports months(Journal journal) {
    return new MonthReports(
        journal, settings.samples(), titles, new MonthReports.Place(site, inUse));
  }

  /** It may say that images are another patient's, which is a flag. */
  private Function<Report, String> notFetched(Journal journal) {
    return settings.shadow() ? report -> "" : journal.archiveWishes()::reason;
  }

  /** Every part is needed. */
  public static final class Builder {
    private final Settings settings;
    private final SiteFiles files;
    private Supplier<Logins> logins;
    private Consumer<Access> accesses;
    private Reviews.Publisher publisher;
    private List<String> sinks = List.of();
    private Consumer<Handler<RoutingContext>> server;
    private ImageArchive images;
    private Supplier<DraftDesk> drafts;
    private Supplier<Optional<ImageDesk>> draftImages;
    private Supplier<BandWatch.Looked> bands;
    private Supplier<List<String>> inUse = List::of;
    private Function<Journal, AcceptanceDesk> acceptances;

    private Builder(Settings settings, SiteFiles files) {
      this.settings = settings;
      this.files = files;
    }

    /** Asked for when the routes run. */
    public Builder logins(Supplier<Logins> value) {
      logins = value;
      return this;
    }

    /** Records who sees what, before the page is shown. */
    public Builder accesses(Consumer<Access> value) {
      accesses = value;
      return this;
    }

    /**
     * How decisions are published.
     *
     * @param names of the sinks that receive them
     */
    public Builder decisions(Reviews.Publisher value, List<String> names) {
      publisher = value;
      sinks = List.copyOf(names);
      return this;
    }

    /** Takes what answers all requests for pages. */
    public Builder server(Consumer<Handler<RoutingContext>> value) {
      server = value;
      return this;
    }

    /** The images for people; {@link ImageArchive#NONE} where none are expected. */
    public Builder images(ImageArchive value) {
      images = value;
      return this;
    }

    /**
     * Checks reports that are still open. Asked for when the routes run.
     *
     * @param withImages empty where no image is taken
     */
    public Builder drafts(Supplier<DraftDesk> value, Supplier<Optional<ImageDesk>> withImages) {
      drafts = value;
      draftImages = withImages;
      return this;
    }

    /** Version and hashes of data, a line each, as they are when it is asked. */
    public Builder inUse(Supplier<List<String>> value) {
      inUse = value;
      return this;
    }

    /** Which checks the last look found outside their band. */
    public Builder bands(Supplier<BandWatch.Looked> value) {
      bands = value;
      return this;
    }

    /** How people accept the product on their own reports. */
    public Builder acceptances(Function<Journal, AcceptanceDesk> value) {
      acceptances = value;
      return this;
    }

    /**
     * @throws Settings.Wrong when a value is invalid
     * @throws IllegalArgumentException when a file is invalid
     */
    public PageFeature build() {
      return new PageFeature(this);
    }
  }
}
