package org.radiologytrust.page;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.journal.Access;
import org.radiologytrust.model.ImageArchive;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.session.Logins;
import org.radiologytrust.settings.Settings;

/** The review page: worklist, reports, decisions and log-in. */
public final class PageFeature implements Feature {
  private final PageSettings settings;
  private final Titles titles;
  private final Reasons reasons;
  private final Supplier<Logins> logins;
  private final Consumer<Handler<RoutingContext>> server;
  private final AccessTrail trail;
  private final ImageArchive images;
  private final ImagePanes panes;

  /**
   * @param files the names of problems and the reasons of dismissals
   * @param logins asked for when the routes run
   * @param accesses records who sees what, before the page is shown
   * @param server takes what answers all requests for pages
   * @param images the images for people
   * @throws Settings.Wrong when a value or a file is invalid
   */
  public PageFeature(
      Settings settings,
      SiteFiles files,
      Supplier<Logins> logins,
      Consumer<Access> accesses,
      Consumer<Handler<RoutingContext>> server,
      ImageArchive images) {
    this.settings = PageSettings.of(settings);
    this.titles = new Titles(files);
    this.reasons = Reasons.of(files);
    this.logins = logins;
    this.server = server;
    this.trail = new AccessTrail(accesses, Clock.systemUTC());
    this.images = images;
    this.panes = new ImagePanes(ViewWindows.of(files), ViewerLink.of(settings), Clock.systemUTC());
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
    Flags flags = new Flags(titles);
    return List.of(
        new LoginPages(logins.get()),
        new WorklistPages(host.journal().worklist(), titles::of, host.journal().clock()),
        new ReportPages(host.journal(), flags, panes, reasons, settings.imageWait(), trail),
        new ImagePages(host.journal().reviews(), images));
  }
}
