package org.radiologytrust.ingest.dicom.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.UnconfiguredPeer;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.SameKind;
import org.radiologytrust.ingest.dicom.OrthancStore;
import org.radiologytrust.ingest.dicom.StudyReader;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.settings.ImageOrigin;
import org.radiologytrust.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an archive for the images that were not sent to our Orthanc. */
public final class ArchiveFeature implements Feature {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveFeature.class);
  private static final String PEER = "archive";
  private static final String ROUTE = "archive";

  private final ArchiveSettings settings;
  private final SiteFiles files;
  private final SameKind kinds;
  private final OrthancCache cache;
  private Optional<ArchiveHttp> http = Optional.empty();
  private Optional<ArchiveFetches> fetches = Optional.empty();

  private ArchiveFeature(ArchiveSettings settings, SiteFiles files, SameKind kinds) {
    this.settings = settings;
    this.files = files;
    this.kinds = kinds;
    this.cache = new OrthancCache(settings.orthanc(), settings.origin());
  }

  /**
   * The feature.
   *
   * @param settings empty if no archive is asked
   * @param kinds by which earlier studies are chosen
   */
  public static Feature of(Optional<ArchiveSettings> settings, SiteFiles files, SameKind kinds) {
    return settings
        .<Feature>map(set -> new ArchiveFeature(set, files, kinds))
        .orElseGet(
            () ->
                new UnconfiguredPeer(
                    PEER,
                    "no archive is asked for images (rtl.images.source): those that are sent to Orthanc"
                        + " are used",
                    Map.of("rtl.archive.enabled", "false")));
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "rtl.archive.enabled", "true", "rtl.archive.poll", "" + settings.poll().toMillis());
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(SelfCheck.peer(PEER, this::problem, "answers"));
  }

  /** While the product runs, the last request says it; the doctor asks. */
  private Optional<String> problem() {
    return fetches.map(ArchiveFetches::problem).orElseGet(this::asked);
  }

  private Optional<String> asked() {
    // asks only: nothing is spooled
    try (ArchiveHttp tried = http()) {
      source(tried, Path.of("")).check();
      return Optional.empty();
    } catch (ArchiveException e) {
      return Optional.of("the archive of images: " + e.getMessage());
    }
  }

  private ArchiveHttp http() {
    return new ArchiveHttp(
        settings.url(), settings.login(), settings.trust(), settings.limits().timeout());
  }

  private StudySource source(ArchiveHttp client, Path home) {
    return settings.isWeb()
        ? new DicomwebSource(client, cache, new ObjectSpool(home), settings.limits())
        : new MoveSource(settings.orthanc().http(), settings.modality(), cache, settings.limits());
  }

  @Override
  public void bind(Host host) {
    clear(host.home());
    ArchiveHttp client = http();
    FetchedCopies copies =
        new FetchedCopies(
            cache,
            host.journal().fetchedStudies(),
            host.journal().clock(),
            settings.kept(),
            settings.limits().longest());
    StudySource source = source(client, host.home());
    ArchiveFetches bean =
        new ArchiveFetches(
            source,
            new EarlierStudies(source, kinds, settings.priors()),
            cache,
            new StudyReader(new OrthancStore(settings.orthanc()), files),
            copies,
            host.journal(),
            new RetryTable(files),
            settings.patience(),
            settings.limits().longest());
    http = Optional.of(client);
    fetches = Optional.of(bean);
    host.bind("archiveFetches", bean);
    host.bind("fetchedCopies", copies);
  }

  private static void clear(Path home) {
    try {
      int files = new ObjectSpool(home).clear();
      if (files > 0) {
        LOG.info("{} objects of an interrupted fetch were deleted from rtl.home", files);
      }
    } catch (IOException e) {
      LOG.error(
          "objects of an interrupted fetch cannot be deleted: delete archive-spool in rtl.home");
    }
  }

  /** A site's own folder of routes may be older. */
  @Override
  public void started(Host host) {
    if (host.camel().getRoute(ROUTE) == null) {
      throw new Settings.Wrong(
          ImageOrigin.KEY
              + " names an archive, but rtl.routes has no route "
              + ROUTE
              + ": copy archive.yaml of this version there");
    }
  }

  @Override
  public void close() {
    http.ifPresent(ArchiveHttp::close);
  }
}
