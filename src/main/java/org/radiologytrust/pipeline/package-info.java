/**
 * The steps of an audit. A {@link org.radiologytrust.pipeline.step.Step} is one class and one
 * folder with its files (step.yaml, prompt.md, schema.json). A Camel route calls its bean {@code
 * step-NAME}. {@link org.radiologytrust.pipeline.Audits} begins and ends the audits.
 */
@NullMarked
package org.radiologytrust.pipeline;

import org.jspecify.annotations.NullMarked;
