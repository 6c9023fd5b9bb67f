package org.radiologytrust.ingest.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ImageStoreFeature;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.images.ImageSource;

/** Connects to the image store: studies and pixels from Orthanc. */
public final class OrthancFeature implements ImageStoreFeature {
  private static final String PEER = "orthanc";
  private static final String LOG = "orthanc-log";

  private final OrthancSettings settings;
  private final SiteFiles files;
  private final NonImages nonImages;
  private final ImageSource images;

  public OrthancFeature(OrthancSettings settings, SiteFiles files) {
    this.settings = settings;
    this.files = files;
    this.nonImages = NonImages.load(files);
    this.images =
        store().<ImageSource>map(store -> new DicomImages(store, files)).orElse(ImageSource.NONE);
  }

  private Optional<DicomStore> store() {
    return settings.client().map(OrthancStore::new);
  }

  @Override
  public String setting() {
    return "rtl.orthanc.url";
  }

  @Override
  public boolean configured() {
    return settings.client().isPresent();
  }

  @Override
  public ImageSource images() {
    return images;
  }

  @Override
  public ImageArchive archive() {
    return store()
        .<ImageArchive>map(store -> new DicomArchive(store, files))
        .orElse(ImageArchive.NONE);
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of(
        "rtl.images.enabled", "" + configured(),
        "rtl.orthanc.poll", "" + settings.poll().toMillis());
  }

  @Override
  public List<SelfCheck> checks() {
    List<SelfCheck> checks = new ArrayList<>();
    checks.add(
        settings
            .client()
            .map(client -> SelfCheck.peer(PEER, client::check, "answers"))
            .orElse(
                SelfCheck.unused(
                    PEER,
                    "rtl.orthanc.url is empty: only reports are checked, claims about images are not"
                        + " assessed")));
    settings
        .log()
        .ifPresent(
            log ->
                checks.add(SelfCheck.doctor(LOG, () -> List.of(answer(OrthancLog.problem(log))))));
    return checks;
  }

  /** Only a warning: without the log, only a metric is missing. */
  private static SelfCheckResult answer(Optional<String> problem) {
    return problem
        .map(p -> new SelfCheckResult(LOG, SelfCheckResult.State.WARNING, p))
        .orElseGet(() -> SelfCheckResult.ok(LOG, "can be read"));
  }

  @Override
  public void bind(Host host) {
    settings
        .client()
        .ifPresent(
            client ->
                host.bind(
                    "changesFeed",
                    new ChangesFeed(
                        client,
                        host.journal().studies(),
                        host.journal().feedCursors(),
                        host.journal().clock(),
                        ChangesFeed.Limits.DEFAULT,
                        nonImages)));
    settings.log().ifPresent(file -> watch(new OrthancLog(file, host.meters()), host));
  }

  private void watch(OrthancLog log, Host host) {
    long every = settings.poll().toMillis();
    host.camel()
        .getExecutorServiceManager()
        .newSingleThreadScheduledExecutor(this, "orthanc-log")
        .scheduleWithFixedDelay(log::poll, every, every, TimeUnit.MILLISECONDS);
  }
}
