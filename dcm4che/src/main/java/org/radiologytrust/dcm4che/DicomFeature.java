package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ImageStoreFeature;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.ingest.dicom.DicomArchive;
import org.radiologytrust.ingest.dicom.DicomImages;
import org.radiologytrust.ingest.dicom.StudyReader;
import org.radiologytrust.model.Faults;
import org.radiologytrust.images.ImageArchive;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The image store of this module: objects that the route dicom-store receives, in a folder. */
final class DicomFeature implements ImageStoreFeature {
  private static final String PEER = "dicom";
  private static final Logger LOG = LoggerFactory.getLogger(DicomFeature.class);
  private static final Duration RETENTION_PASS = Duration.ofHours(1);

  private final DicomSettings settings;
  private final SiteFiles files;
  private final ObjectFolder folder;
  private final FolderStore store;
  private final ImageSource images;

  DicomFeature(DicomSettings settings, SiteFiles files) {
    this.settings = settings;
    this.files = files;
    this.folder = new ObjectFolder(settings.folder(), new OpenStudies(settings.quiet()));
    this.store = new FolderStore(folder);
    this.images = settings.configured() ? new DicomImages(store, files) : ImageSource.NONE;
  }

  @Override
  public String setting() {
    return DicomSettings.AET;
  }

  @Override
  public boolean configured() {
    return settings.configured();
  }

  @Override
  public ImageSource images() {
    return images;
  }

  @Override
  public ImageArchive archive() {
    return configured() ? new DicomArchive(store, files) : ImageArchive.NONE;
  }

  @Override
  public Map<String, String> placeholders() {
    Map<String, String> placeholders = new HashMap<>();
    placeholders.put("rtl.dicom.enabled", "" + configured());
    placeholders.put("rtl.dicom.accepted", String.join(",", settings.accepted()));
    settings.tls().ifPresent(tls -> placeholders.put("rtl.dicom.tls.context", "#dicomTls"));
    return placeholders;
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(
        configured()
            ? SelfCheck.peer(PEER, this::problem, "can store objects")
            : SelfCheck.unused(PEER, DicomSettings.AET + " is empty: no images are received here"));
  }

  /** Why objects are refused, or will soon be; empty if they are not. */
  private Optional<String> problem() {
    try {
      Path existing = settings.folder();
      while (!Files.exists(existing) && existing.getParent() != null) {
        existing = existing.getParent();
      }
      if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
        return Optional.of(
            "the folder of received objects cannot be written: correct rtl.dicom.folder, or the"
                + " rights of that folder");
      }
      if (Files.getFileStore(existing).getUsableSpace() < settings.minFree()) {
        return Optional.of(
            "less than rtl.dicom.min-free bytes are free, so objects are refused: make room in the"
                + " file system of rtl.dicom.folder");
      }
    } catch (IOException e) {
      return Optional.of(
          "the folder of received objects cannot be read: " + Faults.ofFile(e));
    }
    return settings.tls().flatMap(tls -> tls.problem());
  }

  @Override
  public void bind(Host host) {
    if (!configured()) {
      return;
    }
    host.bind("dicomFolder", folder);
    settings.tls().ifPresent(tls -> host.bind("dicomTls", tls));
    host.bind(
        "dicomStudies", new DicomStudies(new StudyReader(store, files), host.journal().studies()));
    warnOfPlain();
    if (settings.tls().isPresent() || settings.retention().isPresent()) {
      schedule(
          host.camel()
              .getExecutorServiceManager()
              .newSingleThreadScheduledExecutor(this, "dicom-files"));
    }
  }

  private void warnOfPlain() {
    try {
      if (settings.tls().isEmpty() && !InetAddress.getByName(settings.host()).isLoopbackAddress()) {
        LOG.warn(
            "rtl.dicom.host is {}, and rtl.dicom.tls.certificate is empty: patients' data crosses the"
                + " network unencrypted",
            settings.host());
      }
    } catch (UnknownHostException e) {
      // opening the port reports this
    }
  }

  @Override
  public void started(Host host) {
    if (configured()
        && host.camel().getRoutes().stream()
            .noneMatch(route -> route.getEndpoint() instanceof DicomEndpoint)) {
      throw new Settings.Wrong(
          DicomSettings.AET
              + " is set, but no route receives images: copy dicom-store.yaml of the"
              + " module into rtl.routes");
    }
  }

  private void schedule(ScheduledExecutorService timer) {
    settings.tls().ifPresent(tls -> every(timer, settings.tlsPoll(), tls::reloadIfChanged));
    settings
        .retention()
        .ifPresent(
            age ->
                every(timer, RETENTION_PASS, new ObjectRetention(folder, age, Clock.systemUTC())));
  }

  private static void every(ScheduledExecutorService timer, Duration interval, Runnable task) {
    timer.scheduleWithFixedDelay(task, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }
}
