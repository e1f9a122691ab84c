import {expect, test} from 'vitest';
import {addProcessMetrics, createMetrics} from '../../core/observe/metrics.ts';

test('two bots in one process count apart', async () => {
  const [one, two] = [createMetrics(), createMetrics()];
  one.singletonsBuilt.inc({name: 'IndicatorEngine'});
  one.denials.inc({code: 'DUPLICATE_ORDER'}, 2);

  expect(await one.registry.metrics()).toContain('ogz_runtime_singletons_built_total{name="IndicatorEngine"} 1');
  expect(await one.registry.metrics()).toContain('ogz_risk_denials_total{code="DUPLICATE_ORDER"} 2');
  expect(await two.registry.metrics()).not.toContain('DUPLICATE_ORDER');
});

test('every name says area, what and unit, and has a sentence of help', async () => {
  for (const {name, help} of await createMetrics().registry.getMetricsAsJSON()) {
    expect(name).toMatch(
      /^ogz_(runtime|trai|journal|kernel|risk|trading|feed|server)_[a-z0-9_]+_(total|seconds|bytes|lines|count|currency|ratio|flag)$/,
    );
    expect(help).toMatch(/\.$/);
  }
});

test('Node adds its own on request', async () => {
  const metrics = createMetrics();
  addProcessMetrics(metrics);

  expect(await metrics.registry.metrics()).toContain('ogz_process_process_cpu_seconds_total');
});
