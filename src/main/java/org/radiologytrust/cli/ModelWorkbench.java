package org.radiologytrust.cli;

import java.util.List;
import java.util.Optional;
import org.radiologytrust.llm.ModelCatalog;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelConnection;
import org.radiologytrust.llm.ModelSettings;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.pipeline.StepCatalog;
import org.radiologytrust.process.Folders;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.tls.TlsSettings;

/**
 * What evaluations and training text need of the product: its data files, steps and readers, and a
 * client of its model servers. No journal, no audit, no port.
 */
public final class ModelWorkbench implements AutoCloseable {
  private final Settings settings;
  private final SiteFiles files;
  private final StepCatalog steps;
  private final MessageReaders readers;
  private ModelSettings model;
  private ModelCatalog catalog;
  private ModelConnection connection;

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
   * @param see whether the models have to see
   * @throws Settings.Wrong when they lack one of these models; the message says what to do
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
    return connection.client(settings.urls("rtl.model.urls"));
  }

  /** What the configured model servers lack of these models, and what to do; empty = nothing. */
  public synchronized Optional<String> missing(List<String> models, boolean see) {
    if (model == null) { // cases and training text are made without a model server
      model = ModelSettings.of(settings, TlsSettings.of(settings).outgoing());
      catalog = model.catalog();
    }
    return catalog.isNone()
        ? Optional.of("rtl.model.wire is none: there is no model to ask")
        : catalog.missing(models, see ? models : List.of());
  }

  /** Digest of a model at the first server; empty where it tells none. */
  public synchronized String digest(String model) {
    return catalog == null ? "" : catalog.digest(settings.urls("rtl.model.urls").get(0), model);
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
    }
  }
}
