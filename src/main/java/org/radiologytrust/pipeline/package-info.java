/**
 * The steps of an audit. A {@link org.radiologytrust.pipeline.Step} is one class and one folder of
 * data (step.yaml, prompt.md, schema.json); a Camel route calls its bean {@code step-NAME}. {@link
 * org.radiologytrust.pipeline.Audits} starts and ends runs.
 */
package org.radiologytrust.pipeline;
