package org.radiologytrust.cli.audit;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelConnection;
import org.radiologytrust.llm.ModelSettings;
import org.radiologytrust.llm.server.ModelCatalog;
import org.radiologytrust.pipeline.step.StepCatalog;
import org.radiologytrust.process.Folders;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.TlsSettings;

/**
 * The parts of the product that evaluations and training text need: data files, steps, message
 * readers, and a client of the model servers. Has no journal and opens no port.
 */
public final class ModelWorkbench implements AutoCloseable {
  private final Settings settings;
  private final SiteFiles files;
  private final StepCatalog steps;
  private final MessageReaders readers;
  private @Nullable ModelSettings model;
  private @Nullable ModelCatalog catalog;
  private @Nullable ModelConnection connection;

  /**
   * @throws Settings.Wrong when the settings cannot be used; the message says what to do
   */
  public ModelWorkbench(Settings settings) {
    this.settings = settings;
    this.files = Folders.files(settings);
    try {
      this.steps = StepCatalog.load(files);
    } catch (IllegalArgumentException e) {
      throw new Settings.Wrong(e.getMessage());
    }
    this.readers = MessageReaders.of(settings, files);
  }

  public SiteFiles files() {
    return files;
  }

  public StepCatalog steps() {
    return steps;
  }

  public MessageReaders readers() {
    return readers;
  }

  /**
   * A client of the configured model servers.
   *
   * @param see whether the models must take images
   * @throws Settings.Wrong when a server lacks one of these models; the message says what to do
   */
  public synchronized ModelClient client(List<String> models, boolean see) {
    missing(models, see)
        .ifPresent(
            missing -> {
              throw new Settings.Wrong(missing);
            });
    if (connection == null) {
      connection =
          ModelConnection.open(settings.forRoutes(), model, catalog, Folders.routes(settings));
    }
    return connection.client(model.urls());
  }

  /** Whether one server lists all these models. It may still have to load them. */
  public synchronized boolean lists(List<String> models) {
    return !catalog().isNone() && catalog().lists(models);
  }

  /** Says which of these models the servers lack, and what to do; empty when they lack none. */
  public synchronized Optional<String> missing(List<String> models, boolean see) {
    return catalog().isNone()
        ? Optional.of(
            "rtl.model.wire is none, or rtl.images.use is never: there is no model to ask")
        : catalog().missing(models, see ? models : List.of());
  }

  /**
   * Calls that all servers take at once.
   *
   * @throws Settings.Wrong when the model settings cannot be used
   */
  public synchronized int parallel() {
    return Math.max(1, model().urls().size()) * model().limits().slots();
  }

  private ModelCatalog catalog() {
    if (catalog == null) {
      catalog = model().catalog();
    }
    return catalog;
  }

  private ModelSettings model() {
    if (model == null) { // not in the constructor: training text needs no model server
      model = ModelSettings.of(settings, TlsSettings.of(settings).outgoing());
    }
    return model;
  }

  /** Digest of a model at the first server; empty where the server gives none. */
  public synchronized String digest(String model) {
    return catalog == null ? "" : catalog.digest(catalog.servers().get(0), model);
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
    }
  }
}
