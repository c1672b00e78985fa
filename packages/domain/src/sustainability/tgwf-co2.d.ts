/** The part of CO2.js that is used here; the package has no types of its own. */
declare module '@tgwf/co2' {
  type Traced = { co2: Record<string, number> };
  type GridIntensity = { device: number; network: number; dataCenter: number };

  export class co2 {
    constructor(options: { model: 'swd'; version: 3 | 4; results: 'segment' });
    perByteTrace(bytes: number, green: boolean, options: { gridIntensity: GridIntensity }): Traced;
  }
  /** Grams of CO2e per kWh by ISO 3166-1 alpha-3, and of the WORLD. */
  export const averageIntensity: { data: Record<string, number> };
}
